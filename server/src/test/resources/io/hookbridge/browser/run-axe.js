// Has axe look at the page and hands on what it finds: by the rules that are named, or by all of WCAG 2.2 AA and its
// own good practice.
const [rules, done] = arguments;
const runOnly = rules
    ? { type: 'rule', values: rules.split(' ') }
    : { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
axe.run(document, { runOnly, resultTypes: ['violations'] }).then(
    ({ violations }) =>
        done(
            violations.flatMap(({ id, nodes }) =>
                nodes.map((node) => id + ': ' + node.html.slice(0, 150) + ' (' + node.target.join(' ') + ') ' + node.failureSummary),
            ),
        ),
    (failure) => done(['axe failed: ' + failure]),
);
