// Turns slides by keyboard. The slide stands in the address, so a reload shows it again.
"use strict";
const slides = [...document.querySelectorAll("section")];
const place = document.getElementById("place");
const NEXT = ["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"];
const BACK = ["ArrowLeft", "ArrowUp", "PageUp", "Backspace"];
const HIDE_AFTER_MS = 2500;
let current = 0;
let hiding = 0;

function fromAddress() {
  const found = slides.findIndex((slide) => `#${slide.id}` === location.hash);
  return Math.max(found, 0);
}

function note(index) {
  current = index;
  place.textContent = `${index + 1} / ${slides.length}`;
  history.replaceState(null, "", `#${slides[index].id}`);
}

function show(index) {
  const target = Math.min(Math.max(index, 0), slides.length - 1);
  slides[target].scrollIntoView({ behavior: "instant" });
  note(target);
}

function toggleFull() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.closest("nav") && (event.key === " " || event.key === "Enter")) return;
  if (NEXT.includes(event.key)) show(current + 1);
  else if (BACK.includes(event.key)) show(current - 1);
  else if (event.key === "Home") show(0);
  else if (event.key === "End") show(slides.length - 1);
  else if (event.key === "f") toggleFull();
  else return;
  event.preventDefault();
});
document.addEventListener("mousemove", () => {
  document.body.classList.add("moved");
  clearTimeout(hiding);
  hiding = setTimeout(() => document.body.classList.remove("moved"), HIDE_AFTER_MS);
});
document.getElementById("before").addEventListener("click", () => show(current - 1));
document.getElementById("after").addEventListener("click", () => show(current + 1));
document.getElementById("full").addEventListener("click", toggleFull);
window.addEventListener("hashchange", () => show(fromAddress()));
window.addEventListener("resize", () => show(current));
document.addEventListener("scrollend", () => note(Math.round(window.scrollY / window.innerHeight)));
show(fromAddress());
