// Every rule that html-validate recommends, of documents, of accessibility and of the standard's letter.
// What is held in another way, and what is not held, has its reason.
module.exports = {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y", "html-validate:standard"],
  rules: {
    // Both are the standard's; this house writes it small, as all its tags.
    "doctype-style": ["error", { style: "lowercase" }],
    // The one style sheet lies beside the page and stands in SHA256SUMS with it; browsers refuse the
    // attribute where a page is opened from a folder.
    "require-sri": ["error", { target: "crossorigin" }],
    // A title says the name of an inspection or a body in full, and those are as long as they are.
    "long-title": "off",
  },
};
