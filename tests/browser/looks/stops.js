// Where the keyboard should stop, in the order of the page.
() => [...document.querySelectorAll('a[href], summary, input, select, button, [tabindex="0"]')].filter((one) => one.checkVisibility()).map((one) => one.outerHTML)
