/** Parts marked `data-refresh-seconds` are fetched anew while the page is in view; without this script there is a link to do it. */
for (const part of document.querySelectorAll<HTMLElement>('[data-refresh-seconds][id]')) {
  setInterval(() => { if (!document.hidden) void renew(part.id); }, Number(part.dataset.refreshSeconds) * 1000);
}

async function renew(id: string): Promise<void> {
  try {
    const answer = await fetch(location.href);
    const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(id);
    const now = document.getElementById(id);
    if (fresh && now && fresh.innerHTML !== now.innerHTML) now.replaceChildren(...fresh.childNodes);
  } catch { /* the network is away: the next time */ }
}
