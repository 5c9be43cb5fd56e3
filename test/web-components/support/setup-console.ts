// Vaadin registers its style properties when it is imported; the simulated page has no such call.
if (!('registerProperty' in CSS)) Object.assign(Object.getPrototypeOf(CSS), { registerProperty: () => {} })

// Lit's development build is what the tests want, without its reminder in every file.
Object.assign(globalThis, { litIssuedWarnings: new Set(['dev-mode']) })
