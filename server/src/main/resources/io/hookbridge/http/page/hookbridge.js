// The one script: shows the buttons that copy, which are hidden without it.
document.querySelectorAll("[data-copies]").forEach((button) => {
    const source = document.getElementById(button.dataset.copies);
    const said = document.getElementById(button.dataset.says);
    if (!source || !said) {
        return;
    }
    const select = () => {
        const range = document.createRange();
        range.selectNodeContents(source);
        const selection = getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
    };
    // Browsers have a clipboard for pages on https and on this machine only.
    const copy = () =>
        navigator.clipboard
            ? navigator.clipboard.writeText(source.textContent)
            : document.execCommand("copy")
              ? Promise.resolve()
              : Promise.reject();
    button.hidden = false;
    button.addEventListener("click", () => {
        select();
        copy().then(
            () => (said.textContent = "Copied."),
            () => (said.textContent = "It is selected; copy it with your keyboard."),
        );
    });
});
