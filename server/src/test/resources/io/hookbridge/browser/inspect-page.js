// Looks at a rendered page the way a reviewer would, for what axe does not look at, and returns what is wrong, one
// sentence each.
const flaws = [];
const root = document.documentElement;
const name = (element) => element.tagName.toLowerCase() + ' "' + (element.innerText || element.value || '').slice(0, 30) + '"';
const visible = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;

if (root.scrollWidth > root.clientWidth) {
    flaws.push('the page scrolls sideways: ' + root.scrollWidth + ' of ' + root.clientWidth);
}
for (const [selector, wanted] of [['h1', 1], ['main', 1], ['body > header', 1], ['body > footer', 1]]) {
    const found = document.querySelectorAll(selector).length;
    if (found !== wanted) {
        flaws.push(found + ' of ' + selector + ' instead of ' + wanted);
    }
}
if (document.querySelectorAll('script:not([src^="/assets/"]), [style]').length > 0) {
    flaws.push('there are scripts or inline styles');
}
for (const control of document.querySelectorAll('main a, main button, main label, .bar a')) {
    const box = control.getBoundingClientRect();
    if (visible(control) && getComputedStyle(control).display !== 'inline' && box.height < 24) {
        flaws.push('too small to hit: ' + name(control) + ' ' + box.height);
    }
}
for (const control of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
    if (visible(control) && !control.disabled && control.tabIndex < 0) {
        flaws.push('no key leads to ' + name(control));
    }
}
return flaws;
