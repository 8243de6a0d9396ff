"""Words that a page must not say, by locale. Each is the beginning of a word, in any case."""

import re

#: Promises that nobody can keep (P7).
FALSE_SAFETY = {
    "es": ("borr", "irrastreable", "imposible de rastrear", "sin dejar rastro", "anónim", "100 % segur", "100% segur",
           "totalmente segur", "completamente segur", "invisible"),
    "en": ("eras", "untraceable", "no trace", "without a trace", "anonym", "100 % safe", "100% safe", "completely safe",
           "totally safe", "invisible"),
    "fr": ("effac", "intraçable", "sans laisser de trace", "sans trace", "anonym", "100 % sûr", "100% sûr",
           "totalement sûr", "complètement sûr", "invisible"),
}  # fmt: skip

#: Words that make somebody stop who glances at a tab, a history or an address bar (P8).
ALARM = {
    "es": ("trata", "tráfico", "trafico", "tratant", "explota", "esclav", "violen", "abus", "víctima", "victima",
           "sexual", "prostitu", "secuestr", "rapt", "rescat", "policía", "policia", "denunci", "delit", "crimen",
           "peligro", "emergencia", "auxilio", "socorro", "ayuda", "amenaz", "escap", "ocult", "escond", "secret",
           "muert", "desaparec", "migrante", "forzad", "engaña"),
    "en": ("traffick", "exploit", "slave", "violen", "abus", "victim", "sex", "prostitut", "kidnap", "abduct", "rescu",
           "police", "report", "crime", "danger", "emergenc", "help", "threat", "escap", "hide", "hiding", "hidden",
           "secret", "death", "missing", "migrant", "forced", "deceiv"),
    "fr": ("traite", "trafic", "exploit", "esclav", "violen", "abus", "victime", "sexe", "sexuel", "prostitu",
           "enlèvement", "enlev", "sauvet", "police", "dénonc", "denonc", "signalement", "crime", "danger", "urgence",
           "secours", "aide", "menac", "échapp", "cach", "secret", "mort", "dispar", "migrant", "forcé", "trompé"),
}  # fmt: skip


def found(text: str, beginnings: tuple[str, ...]) -> list[str]:
    """Which of the words stand in `text`."""
    low = re.sub(r"\s+", " ", text.casefold())
    return [word for word in beginnings if re.search(rf"(?<!\w){re.escape(word)}", low)]
