"""What trafficking looks like from inside, situation by situation, in everyday words.

They rest on article 3 of the UN Trafficking Protocol (2000) and on the ILO's eleven indicators of
forced labour (2012). The sentences are message ids; the page translates them.
"""

from hotline.domain.errors import N_

#: (id of the section, title, what a person would say).
SITUATIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "papers",
        N_("My papers"),
        (
            N_("Somebody keeps my passport or my papers and does not give them back."),
            N_("They made false papers for me, or told me to lie about my age or my name."),
        ),
    ),
    (
        "pay",
        N_("My pay"),
        (
            N_("They do not pay me, or much less than they said."),
            N_("Somebody else keeps the money that I earn."),
            N_("I work very long hours, without days of rest, and cannot say no."),
        ),
    ),
    (
        "debt",
        N_("A debt"),
        (
            N_("I have to work until I have paid for the journey, the room or the food."),
            N_("However much I work, I owe them more every week."),
        ),
    ),
    (
        "doors",
        N_("I cannot leave"),
        (
            N_("The door is locked, or somebody always goes with me."),
            N_("They took my phone, or they read my messages."),
            N_("I may not talk to my family, or not alone."),
            N_("I live where I work, in bad conditions, and do not know the address."),
        ),
    ),
    (
        "threats",
        N_("Threats and blows"),
        (
            N_("They hit me or hurt me, or they do it to others so that I see it."),
            N_("They say that they will hurt my family."),
            N_("They say that the police or the migration office will lock me up if I speak."),
        ),
    ),
    (
        "sex",
        N_("Sex"),
        (
            N_("Somebody makes me have sex with others, or takes the money for it."),
            N_("Somebody makes me undress before a camera, or threatens to show pictures of me."),
            N_("I said yes to another job, and this is what it was."),
        ),
    ),
    (
        "child",
        N_("Somebody under 18"),
        (
            N_("A girl or a boy works instead of going to school, or begs for others."),
            N_("Somebody gives a girl or a boy money, gifts or a roof in exchange for sex."),
            N_("With somebody under 18 nobody has to be forced or deceived: it is never allowed."),
        ),
    ),
    (
        "offer",
        N_("A job offered online"),
        (
            N_("The pay is very high, for work that needs no experience."),
            N_(
                "They pay the journey and are in a hurry. They do not say the name of the firm or the address."
            ),
            N_("They ask for pictures, for my papers, or that I tell nobody."),
            N_("A new friend or partner from the internet wants me to come to another country."),
        ),
    ),
)
