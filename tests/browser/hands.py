"""Somebody who fills in pages with the keyboard alone."""

from playwright.sync_api import Locator, Page

_FURTHEST = 120
_IS_HERE = "selector => document.activeElement.matches(selector)"
_WORTH = "() => document.activeElement.value"


def follow(target: Locator) -> None:
    """Press what leads to another page, and wait for that page."""
    with target.page.expect_navigation():
        target.click()


class Keyboard:
    """Tab, Space, Enter, the arrows, and letters."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str) -> None:
        """Press Tab until something that this selector describes has the focus."""
        for _ in range(_FURTHEST):
            if self.page.evaluate(_IS_HERE, selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not reach {selector} on {self.page.url}")

    def press(self, selector: str) -> None:
        """Follow a link or press a button, and wait for the page it leads to."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def tick(self, name: str, *values: str) -> None:
        """Tick boxes of a question, in the order in which they stand."""
        for value in values:
            self.reach(f"[name='{name}'][value='{value}']")
            self.page.keyboard.press("Space")

    def choose(self, name: str, value: str) -> None:
        """Choose one answer with the arrows."""
        self.reach(f"[name='{name}']")
        self.page.keyboard.press("Space")
        for _ in range(_FURTHEST):
            if self.page.evaluate(_WORTH) == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} does not offer {value}")

    def write(self, name: str, words: str) -> None:
        """Write in a field that is empty, or go on after what stands there."""
        self.reach(f"[name='{name}']")
        self.page.keyboard.insert_text(words)

    def go_on(self) -> None:
        """Press the first button of the page's own form that is not for something else."""
        self.press("main form button.govuk-button:not(.govuk-button--secondary)")
