"""The inspectorate's rules, one function each: asked of each draft, and by ``verify`` of the whole past."""
