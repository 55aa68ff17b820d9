// Where the keyboard should stop, in the order of the page.
() => [...document.querySelectorAll('a[href], summary, [tabindex="0"]')].filter((one) => one.checkVisibility()).map((one) => one.outerHTML)
