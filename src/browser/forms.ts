/**
 * Forms that answer in place: the same request a plain form would send, and the same page in answer, of which only the
 * marked part is put in. Without this script every form does the same by loading the page.
 */
document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement;
  const pressed = event.submitter as HTMLButtonElement | null;
  const button = pressed ?? form.querySelector<HTMLButtonElement>('button:not([type=button])');
  if (form.querySelector('button[aria-busy]')) return event.preventDefault();
  button?.setAttribute('aria-busy', 'true');
  const part = form.dataset.swapForm;
  if (!part) return;
  event.preventDefault();
  const body = new FormData(form);
  if (pressed?.name) body.append(pressed.name, pressed.value);
  void swap(part, () => fetch(form.action, { method: 'POST', body }), () => { button?.removeAttribute('aria-busy'); submitPlainly(form, pressed); });
});

document.addEventListener('click', (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-swap-link]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  void swap(link.dataset.swapLink!, () => fetch(link.href), () => { location.href = link.href; });
});

/** As if there were no script: `submit()` alone would leave out which button was pressed. */
function submitPlainly(form: HTMLFormElement, pressed: HTMLButtonElement | null): void {
  if (pressed?.name) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: pressed.name, value: pressed.value }));
  form.submit();
}

addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('button[aria-busy]')) button.removeAttribute('aria-busy');
});

const problem = document.getElementById('problem');
if (problem) problem.focus();

/** Puts the answer's part (and the progress parts) in place; an unusual answer falls back to the plain way. */
async function swap(part: string, send: () => Promise<Response>, plainly: () => void): Promise<void> {
  try {
    const answer = await send();
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.getElementById(part);
    const old = document.getElementById(part);
    if (!fresh || !old || page.getElementById('problem')) return plainly();
    old.replaceWith(fresh);
    for (const name of ['progress', 'lesson-end']) {
      const now = page.getElementById(name);
      if (now) document.getElementById(name)?.replaceWith(now);
    }
    fresh.focus({ preventScroll: true });
    fresh.scrollIntoView({ block: 'nearest' });
  } catch {
    sayOffline(part);
  }
}

/** No answer came: what was chosen stays on the page, to be sent again. */
function sayOffline(part: string): void {
  const place = document.getElementById(part);
  place?.querySelector('button[aria-busy]')?.removeAttribute('aria-busy');
  place?.querySelector('.offline')?.remove();
  place?.insertAdjacentHTML('beforeend', '<p class="offline problem" role="alert">网络不通，没有提交成功。您的选择还在，请稍后再按一次提交。</p>');
}
