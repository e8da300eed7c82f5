// Looks at a rendered page the way a reviewer would and returns what is wrong, one sentence each.
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
if (!root.lang || !document.title) {
    flaws.push('language or title is missing');
}
if (document.querySelectorAll('script:not([src^="/assets/"]), [style]').length > 0) {
    flaws.push('there are scripts or inline styles');
}
for (const input of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
    if (input.labels.length === 0) {
        flaws.push('no label: ' + name(input));
    }
}
for (const control of document.querySelectorAll('main a, main button, main label, .bar a')) {
    const box = control.getBoundingClientRect();
    if (visible(control) && getComputedStyle(control).display !== 'inline' && box.height < 24) {
        flaws.push('too small to hit: ' + name(control) + ' ' + box.height);
    }
}

// Contrast as WCAG 2 defines it.
const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
const luminance = (colour) => {
    const [r, g, b] = channels(colour).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const backgrounds = new Map([[null, 'rgb(255, 255, 255)']]);
const background = (element) => {
    if (!backgrounds.has(element)) {
        const own = getComputedStyle(element).backgroundColor;
        backgrounds.set(element, channels(own)[3] === 0 ? background(element.parentElement) : own);
    }
    return backgrounds.get(element);
};
for (const element of document.querySelectorAll('body *')) {
    const ownText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (!ownText || !visible(element)) {
        continue;
    }
    const style = getComputedStyle(element);
    const [low, high] = [luminance(style.color), luminance(background(element))].sort((a, b) => a - b);
    const contrast = (high + 0.05) / (low + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (contrast < (large ? 3 : 4.5)) {
        flaws.push('contrast ' + contrast.toFixed(2) + ': ' + name(element));
    }
}
return flaws;
