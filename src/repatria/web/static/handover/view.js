// What is on the screen. All words come with the page, in its language.
import { spaced } from "./state.js";

export const by = (id) => document.getElementById(id);
const words = JSON.parse(by("words").textContent);
const isolated = (text) => `\u2068${text}\u2069`; // reads in its own direction within a sentence

export const say = (name, values = {}) => Object.entries(values).reduce(
  (text, [key, value]) => text.replaceAll(`{${key}}`, isolated(String(value))), words[name] ?? words.failed);

const time = (moment) => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format(moment);
export const dayAndTime = (moment) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(moment);

const SECTIONS = ["start", "code", "locked", "people", "person", "sure"];

export function show(name) {
  for (const section of SECTIONS) by(section).hidden = section !== name;
  window.scrollTo(0, 0);
}

export function alarm(text) {
  by("alarm").hidden = !text;
  by("alarm").textContent = text;
}

export const onLine = (text) => { if (by("line").textContent !== text) by("line").textContent = text; };

export function showCounts(ours, told, receivedAt, isHere) {
  const of = told.of;
  const fill = (id, count, more) => {
    by(id).querySelector("[data-checked]").textContent = count ? say("of", { n: count.checked, of }) : "–";
    by(id).querySelector("[data-more]").textContent = more;
  };
  const more = (count) => [say("crossed_n", { n: count.crossed }), ...(count.unlisted ? [say("extra_n", { n: count.unlisted })] : [])].join(" · ");
  fill("ours", ours, more(ours));
  const theirs = told.counts[1];
  const when = receivedAt ? say("as_of", { time: time(receivedAt) }) : isHere ? say("as_packed") : say("not_received");
  fill("theirs", theirs, theirs ? `${more(theirs)} · ${when}` : when);
}

export const nameOf = (person) => (person.who ? isolated(person.who) : say("nameless"));

const MARKS = { device: "✓", both: "✓✓", refused: "!" };

export function standsAs({ outcome, reached, differs }) {
  if (!outcome) return "";
  const parts = [`${MARKS[reached]} ${say(`outcome ${outcome}`)}`, say(`reached_${reached}`), ...(differs ? [say("differs")] : [])];
  return parts.join(" · ");
}

function row(person, standing, chosen) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.className = `person${standing.differs || standing.reached === "refused" ? " differs" : ""}`;
  const part = (kind, text, direction = "auto") => {
    const span = document.createElement("span");
    Object.assign(span, { className: kind, textContent: text, dir: direction });
    button.append(span, " ");
  };
  part("number", String(person.number), "ltr");
  part("who", person.who || say("nameless"));
  part("born", person.born, "ltr");
  part("short", spaced(person.code), "ltr");
  if (standing.outcome) part("mark", standsAs(standing));
  button.addEventListener("click", () => chosen(person));
  item.append(button);
  return item;
}

export function list(people, standings, onlyOpen, chosen) {
  const wanted = people.filter(({ code }) => !onlyOpen || !standings.get(code).outcome || standings.get(code).differs);
  by("list").replaceChildren(...wanted.map((person) => row(person, standings.get(person.code), chosen)));
  by("nobody").hidden = wanted.length > 0;
  by("only-open").setAttribute("aria-pressed", String(onlyOpen));
  by("everybody").setAttribute("aria-pressed", String(!onlyOpen));
}

export function showPerson(person, standing) {
  by("person-who").textContent = person.bag ? say("bag", { tag: person.who }) : person.who || say("nameless");
  by("person-facts").textContent = [
    say("number_n", { n: person.number }), say("code_n", { code: spaced(person.code) }),
    ...(person.born ? [say("born", { year: person.born })] : []), say("goes", { from: person.from, to: person.to }),
  ].join(" · ");
  by("person-stands").textContent = standsAs(standing);
  by("person-undo").hidden = !standing.event;
  for (const button of by("outcomes").children) {
    button.setAttribute("aria-pressed", String(button.dataset.outcome === standing.outcome));
  }
  show("person");
  by("person-who").focus();
}

export function refusals(refused, nameFor) {
  by("refused").replaceChildren(...[...refused.values()].map((one) => {
    const item = document.createElement("li");
    item.textContent = say("refused", { who: nameFor(one.uuid), why: one.why, hint: one.hint });
    return item;
  }));
}

// Asks once more before something that cannot be undone; says whether to go on.
export function sure(what, yes) {
  by("sure-what").textContent = what;
  by("sure-yes").textContent = yes;
  show("sure");
  by("sure-what").focus();
  return new Promise((answered) => {
    by("sure-yes").onclick = () => answered(true);
    by("sure-no").onclick = () => answered(false);
  });
}
