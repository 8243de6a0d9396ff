// <hotline-directory region="GT" locale="es">a link for when this script is blocked</hotline-directory>
// It holds no numbers and no words: both come with each edition. It sends nothing and keeps nothing.
// What comes is shown as text, and as links of four kinds: nothing in it can become script here.
(() => {
const base = new URL(".", document.currentScript.src), night = matchMedia("(prefers-color-scheme:dark)"), sheet = new CSSStyleSheet;
sheet.replaceSync(`:host{display:block}
div{all:initial;display:block;container-type:inline-size;padding:12px;border:1px solid #8886;border-radius:var(--r);font:16px/1.5 system-ui;overflow-wrap:anywhere;background:var(--p);color:var(--i);--p:#fff;--i:#17212b;--c:#0b5d4a;--r:14px}
.dark{--p:#12181d;--i:#eef2f4;--c:#3ec9a3}
.blue{--c:#15508f}.dark.blue{--c:#9cc9ff}
.plum{--c:#6b2a6f}.dark.plum{--c:#eab3ee}
.ink{--c:var(--i)}
.square{--r:0}
p{margin:4px 0}
a{color:inherit;display:block;margin:9px 0}
.b,i{display:block;font:700 20px system-ui}
.call{padding:9px;border:2px solid var(--c);border-radius:var(--r);background:var(--c);color:var(--p);text-align:center;text-decoration:none}
.call i{font-size:clamp(20px,9cqi,38px)}
.out{border-left:4px solid;padding:0 9px}
@media print{*{color:#000!important;background:0 0!important}}`);
customElements.define("hotline-directory", class extends HTMLElement {
async connectedCallback() {
const get = name => this.getAttribute(name) || "", locale = get("locale");
let got = await fetch(new URL(`${locale}/${get("region")}.json`.toLowerCase(), base), {credentials: "omit", referrerPolicy: "no-referrer"});
let parts = got.ok && await got.json();
if (!parts || this.shadowRoot) return;
let make = (into, tag, text, more) => into.appendChild(Object.assign(document.createElement(tag), {textContent: text, dir: "ltr"}, more));
let root = this.attachShadow({mode: "open"});
root.adoptedStyleSheets = [sheet];
let box = make(root, "div", "", {lang: locale});
const paint = () => box.className = `${get("accent")} ${get("corners")} ${get("theme") || night.matches && "dark"}`;
night.addEventListener("change", paint);
paint();
for (const {kind, text, number, href} of parts) {
let to = new URL(href || "", base);
let part = make(box, href && /^(https?|tel|sms|mailto):/.test(to) ? "a" : "p", text, {className: kind, href: to, rel: "noreferrer"});
if (number) make(part, "i", number);
}
}
});
})();
