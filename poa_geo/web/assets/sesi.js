// Leaves the page as soon as its session is over, so that nothing stays on an unattended screen.
"use strict";
const EVERY_MS = 15000;

async function leaveWhenOver() {
  if (document.hidden) return;
  try {
    const answer = await fetch("/sesi", { cache: "no-store" });
    if (answer.status === 401) location.reload();
  } catch {
    // The server cannot be reached at the moment; the page itself says so.
  }
}

setInterval(leaveWhenOver, EVERY_MS);
document.addEventListener("visibilitychange", leaveWhenOver);
