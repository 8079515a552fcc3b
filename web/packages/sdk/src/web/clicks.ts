// Clicks on what looks clickable, and on whatever is marked with data-track.

const INPUTS = "input[type=submit],input[type=button]";
const CLICKABLE = `a,button,[role=button],[role=link],[role=tab],[role=menuitem],${INPUTS}`;

/** Called for each click with the element that means something; a mark outside means more than a button inside. */
export function followClicks(clicked: (element: HTMLElement) => void): void {
  const listener = (event: Event) => {
    const target = (event.composedPath ? event.composedPath()[0] : event.target) as Element | undefined;
    if (!target || !target.closest || target.closest("[data-track-ignore]")) return;
    const element = target.closest<HTMLElement>("[data-track]") || target.closest<HTMLElement>(CLICKABLE);
    if (element) clicked(element);
  };
  addEventListener("click", listener, true);
}
