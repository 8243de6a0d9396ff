// <hotline-directory region="GT" locale="es">a link for when this script is blocked</hotline-directory>
// It holds no numbers and no words: both come with each edition. It sends nothing and keeps nothing.
(() => {
const base = new URL(".", document.currentScript.src);
const sheet = new CSSStyleSheet();
sheet.replaceSync(`:host{all:initial;display:block;color-scheme:light dark;--c:#0b5d4a;--o:#fff;--i:#17212b;--p:#fff;font:16px/1.45 system-ui,sans-serif}
@media(prefers-color-scheme:dark){:host(:not([theme=light])){--c:#3ec9a3;--o:#06251d;--i:#eef2f4;--p:#12181d}}
:host([theme=dark]){--c:#3ec9a3;--o:#06251d;--i:#eef2f4;--p:#12181d}
div{padding:12px;background:var(--p);color:var(--i);border-radius:14px;overflow-wrap:anywhere}
:host([corners=square]) *{border-radius:0!important}
p{margin:4px 0}a{color:inherit}b{font-size:18px}
.call{display:block;padding:8px;border-radius:14px;background:var(--c);color:var(--o);text-align:center;text-decoration:none;font-weight:700}
.call i{font:700 clamp(22px,9vw,38px) system-ui;font-variant-numeric:tabular-nums;white-space:nowrap;display:block}`);
customElements.define("hotline-directory", class extends HTMLElement {
async connectedCallback() {
const name = `${this.getAttribute("locale")}/${this.getAttribute("region").toLowerCase()}.json`;
const answer = await fetch(new URL(name, base), { credentials: "omit", referrerPolicy: "no-referrer" });
if (!answer.ok || this.shadowRoot) return;
const root = this.attachShadow({ mode: "open" });
root.adoptedStyleSheets = [sheet];
const make = (into, tag, text, more) => into.appendChild(Object.assign(document.createElement(tag), { textContent: text }, more));
const box = make(root, "div", "", { lang: this.getAttribute("locale") });
for (const { kind, text, number, href } of await answer.json()) {
const part = href ? make(box, "a", text, { href: new URL(href, base), className: kind, rel: "noreferrer noopener" }) : make(box, kind, text);
if (number) make(part, "i", number).dir = "ltr";
}
}
});
})();
