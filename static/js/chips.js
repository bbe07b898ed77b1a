// The chosen chip of a row that goes on beyond the edge stands where it is seen.
const middle = (one) => one.getBoundingClientRect().left + one.offsetWidth / 2;

for (const chosen of document.querySelectorAll(".scroll-x > [aria-current]")) {
  chosen.parentElement.scrollLeft += middle(chosen) - middle(chosen.parentElement);
}
