"""The hands of whoever writes a brief in the editor."""

from playwright.sync_api import Locator, Page


def block(page: Page, kind: str) -> Locator:
    """The block of this kind, unfolded."""
    found = page.locator(f"#questions-root [data-streamfield-child]:has(> input[value={kind}])").last
    toggle = found.locator("[data-panel-toggle]").first
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    return found
