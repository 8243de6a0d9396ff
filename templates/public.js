// One small script, inlined in every page. A page is right and whole without it.
// It makes the exit blank first, keeps the list of visited pages short, and says "open at this hour".
(function () {
var d = document, byId = function (i) { return d.getElementById(i); };
// Exit: nothing of ours is left on the screen before the network is asked for anything.
function leave() {
var e = byId("exit"), to = e ? e.href : "about:blank", h = e ? e.hostname : "";
var t = d.createElement("title");
t.textContent = h;
d.documentElement.replaceChildren(t);
location.replace(to);
}
// Shift three times within five seconds. A Shift held for another key is typing and starts over.
var alone = false, taps = [];
function typing() { alone = false; taps = []; }
d.addEventListener("keydown", function (e) {
if (e.key !== "Shift" || e.ctrlKey || e.altKey || e.metaKey || e.isComposing) { typing(); return; }
if (!e.repeat) { alone = true; }
}, true);
d.addEventListener("keyup", function (e) {
if (e.key !== "Shift" || !alone) { return; }
alone = false;
taps = taps.concat(e.timeStamp).slice(-3);
if (taps.length === 3 && taps[2] - taps[0] <= 5000) { leave(); }
}, true);
d.addEventListener("pointerdown", typing, true);
window.addEventListener("blur", typing);
// Our own links take the place of this page, so that Back does not lead here.
d.addEventListener("click", function (e) {
var a = e.target.closest && e.target.closest("a[href]");
if (!a || e.defaultPrevented || e.button) { return; }
if (a.id === "exit") { e.preventDefault(); leave(); return; }
if (e.ctrlKey || e.metaKey || e.shiftKey || e.altKey || a.target) { return; }
if (a.protocol !== location.protocol || a.host !== location.host) { return; }
e.preventDefault();
if (a.hash && a.pathname === location.pathname) {
var goal = byId(decodeURIComponent(a.hash.slice(1)));
if (goal) { goal.scrollIntoView(); goal.tabIndex = -1; goal.focus({ preventScroll: true }); }
return;
}
location.replace(a.href);
});
// A form's answer takes the place of this page's content; without this it is an ordinary form.
d.addEventListener("submit", function (e) {
var f = e.target, x = new XMLHttpRequest(), m = new FormData(f);
// Where the answer is a file, we ask first whether anything is wrong; the browser itself then saves it.
if (f.enctype[0] === "m") { m.append("ask", e.submitter && e.submitter.value || "check"); } else { m = new URLSearchParams(m); }
e.preventDefault();
x.open("POST", f.action);
x.responseType = "document";
x.onload = function () {
var r = x.response, b = r && r.body;
if (!b || !b.querySelector("main")) { f.submit(); return; }
b.querySelectorAll("script").forEach(function (s) { s.remove(); });
d.title = r.title;
d.body.replaceWith(d.adoptNode(b));
scrollTo({ top: 0, behavior: "instant" });
hours();
var h = d.querySelector("h1");
h.tabIndex = -1;
h.focus({ preventScroll: true });
};
x.onerror = function () { f.submit(); };
x.send(m);
});
// Hours that repeat each week, in the zone of the line: what they say for this very minute.
function hours() {
d.querySelectorAll("[data-week]").forEach(function (n) {
try {
var p = {};
new Intl.DateTimeFormat("en", { timeZone: n.dataset.zone, weekday: "short", hour: "numeric", minute: "numeric", hourCycle: "h23" })
.formatToParts(new Date()).forEach(function (q) { p[q.type] = q.value; });
var m = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(p.weekday) * 1440 + p.hour * 60 + +p.minute;
var on = n.dataset.week.split(" ").some(function (s) { s = s.split("-"); return (m >= +s[0] && m < +s[1]) || m + 10080 < +s[1]; });
n.textContent = on ? n.dataset.open : n.dataset.shut;
n.hidden = false;
} catch (_) { n.hidden = true; }
});
}
hours();
})();
