// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("system")
@ExtendWith(Chromium.class)
class CoreMatrixPageTest {
    private static final String FAN = "[data-item=int10] .small";

    @Test
    void shouldShowTheSameNumbersAsPictureAndAsTable(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("");
            final Map<String, String> drawn = new LinkedHashMap<>();
            for (final Locator rail : page.locator("[data-rail]").all()) {
                drawn.put(rail.getAttribute("data-rail"), rail.getAttribute("data-pps"));
            }
            page.click("[data-choice=form]");
            page.waitForSelector(".tables");
            final Map<String, String> told = new LinkedHashMap<>();
            for (final Locator row : page.locator("table:has(caption:text('Counter rails')) tbody tr")
                    .all()) {
                told.put(
                        row.locator("th").innerText(),
                        row.locator("td").nth(1).innerText().replace(",", ""));
            }
            assertThat(drawn).hasSizeGreaterThanOrEqualTo(6).containsEntry("RX port", "400000");
            assertThat(told).isEqualTo(drawn);
            fixture.assertClean();
        }
    }

    @Test
    void shouldFadeWhatIsIdleAndFanOutWithGre(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("");
            assertThat(page.locator(FAN).textContent()).isEqualTo("quiet");
            assertThat(page.locator(".straight").first().getAttribute("opacity"))
                    .isEqualTo("1");
            fixture.api().show(SampleNode.greToMultiQueue());
            fixture.await("document.querySelector('" + FAN + "').textContent.includes('kpps')");
            assertThat(page.locator(".straight").first().getAttribute("opacity"))
                    .isEqualTo("0.3");
            assertThat(page.locator("[data-item=rx0] [opacity]").first().getAttribute("opacity"))
                    .isEqualTo("0.3");
            assertThat(page.locator("[data-item=rx1] [opacity]").first().getAttribute("opacity"))
                    .isEqualTo("1");
            fixture.assertClean();
        }
    }

    @Test
    void shouldShowAnUnservedRingWithItsReasonAndMendIt(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            fixture.api().show(SampleNode.faultyMultiQueue());
            final Page page = fixture.open("#dir=v2p");
            assertThat(page.locator("[data-item=rx4].unserved .stub").count()).isOne();
            page.hover("[data-item=rx4]");
            fixture.await("document.querySelector('.detail').innerText.includes('five queues on four lcores')");
            page.click("text=Fix it");
            page.waitForSelector(".card.mended");
            assertThat(fixture.text(".card.mended")).contains("×1.25");
            assertThat(fixture.api().posted()).containsExactly("/nodes/compute1/fix/unserved-queue");
            fixture.await("document.querySelector('.unserved') === null");
            fixture.assertClean();
        }
    }

    @Test
    void shouldBeWalkedByTheKeyboard(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("");
            assertThat(page.locator(".picture [tabindex='0']").count()).isOne();
            page.focus("[data-item=rx0]");
            page.keyboard().press("ArrowRight");
            assertThat(focused(page)).isEqualTo("poll10");
            page.keyboard().press("ArrowDown");
            assertThat(focused(page)).isEqualTo("poll11");
            fixture.await("document.querySelector('.detail h3').textContent.includes('lcore 11')");
            assertThat(page.locator(".picture [tabindex='0']").getAttribute("data-item"))
                    .isEqualTo("poll11");
            page.focus("[data-item=tx1]");
            page.keyboard().press("Enter");
            page.waitForSelector("dialog[open] .hand.avail");
            assertThat(fixture.text("dialog h2")).isEqualTo("TX queue 1 of g2-vm0");
            assertThat(fixture.text("dialog .buffer-bar")).contains("60 of 256 buffers wait");
            assertThat(page.locator("dialog table:has(caption:text('Descriptors')) tbody tr")
                            .count())
                    .isEqualTo(32);
            assertThat(page.locator("dialog .copy").getAttribute("data-command"))
                    .isEqualTo("vireo vif --get 3 --ring 1 --side tx --node compute1");
            final String before = page.locator("dialog svg.clock").getAttribute("aria-label");
            fixture.await("document.querySelector('dialog svg.clock').getAttribute('aria-label') !== '" + before + "'");
            page.keyboard().press("Escape");
            fixture.await("document.querySelector('dialog') === null");
            fixture.assertClean();
        }
    }

    private static Object focused(final Page page) {
        return page.evaluate("document.activeElement.dataset.item");
    }

    @Test
    void shouldCopyTheCommandThatPrintsTheSame(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("");
            page.evaluate("Object.defineProperty(navigator, 'clipboard',"
                    + " {value: {writeText: async (text) => { window.copied = text; }}})");
            page.focus("[data-item=poll12]");
            page.keyboard().press("c");
            assertThat(page.evaluate("window.copied")).isEqualTo("vireo vif --get 0 --core 12 --node compute1");
            fixture.await("document.querySelector('.said').textContent.includes('copied')");
            fixture.assertClean();
        }
    }

    @Test
    void shouldDrawWhatAKnobWouldDo(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("#dir=v2p");
            page.click(".knob:has-text('load-balance')");
            assertThat(page.locator(".planned").count()).isZero();
            page.click(".knob-editor [role=radio]:has-text('contrail')");
            page.waitForSelector(
                    ".planned",
                    new Page.WaitForSelectorOptions()
                            .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED));
            assertThat(page.locator(".planned").count()).isEqualTo(12);
            assertThat(fixture.text(".knob-editor")).contains("--load-balance contrail");
            page.click("text=Set load-balance to contrail");
            fixture.await("document.querySelector('.answer')?.textContent === 'turned'");
            assertThat(fixture.api().posted())
                    .containsExactly("/nodes/compute1/knobs/load-balance {\"value\":\"contrail\"}");
            fixture.assertClean();
        }
    }

    @Test
    void shouldTreatNamesAsText(final Browser browser) {
        final String name = "<script>alert(1)</script><img src=x onerror=alert(2)>";
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            fixture.api().show(SampleNode.udpToMultiQueue().withGuest(name));
            final Page page = fixture.open("#vif=3");
            page.hover("[data-item=end-target]");
            fixture.await("document.querySelector('.detail h3').textContent.includes('<img src=x')");
            page.click("[data-choice=form]");
            page.waitForSelector("td:has-text('<script>')");
            page.click("#tab-map");
            page.waitForSelector(".tables th:has-text('<script>')");
            assertThat(page.locator("body script, body img").count()).isZero();
            fixture.assertClean();
        }
    }

    @Test
    void shouldPlantAndLiftFaultsAndLeadToTheirNode(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("");
            assertThat(page.locator(".shelf").count()).as("no kept lab").isZero();
            fixture.api().shelf();
            page.reload();
            page.waitForSelector("[data-fault=unserved-queue][data-state=off]");
            assertThat(page.locator("[data-fault=unserved-queue] .copy").getAttribute("data-command"))
                    .isEqualTo("vireo lab fault plant unserved-queue");
            page.focus("[data-fault=unserved-queue] button.primary");
            page.keyboard().press("Enter");
            page.waitForSelector("[data-fault=unserved-queue][data-state=planted]");
            assertThat(fixture.api().posted()).containsExactly("/faults/unserved-queue/plant");
            assertThat(page.locator("[data-fault=gre-funnel]").getAttribute("data-state"))
                    .isEqualTo("off");

            page.click("[data-fault=unserved-queue] button:has-text('Show compute2')");
            fixture.await("document.querySelector('[data-choice=node]').value === 'compute2'");
            page.click("[data-choice=form]");
            page.waitForSelector(".shelf table:has(caption:text('Faults')) td:text('planted')");
            page.click("[data-fault=unserved-queue] button:has-text('Lift')");
            page.waitForSelector("[data-fault=unserved-queue][data-state=off]");
            assertThat(fixture.api().posted())
                    .containsExactly("/faults/unserved-queue/plant", "/faults/unserved-queue/lift");
            fixture.assertClean();
        }
    }

    @Test
    void shouldStandStillForWhoWantsThat(final Browser browser) {
        assertThat(displayOfDots(browser, ReducedMotion.REDUCE)).isEqualTo("none");
        assertThat(displayOfDots(browser, ReducedMotion.NO_PREFERENCE)).isEqualTo("inline");
    }

    private static Object displayOfDots(final Browser browser, final ReducedMotion wish) {
        try (PageFixture fixture = new PageFixture(browser, new NewContextOptions().setReducedMotion(wish))) {
            final Page page = fixture.open("");
            fixture.assertClean();
            return page.evaluate("getComputedStyle(document.querySelector('.dots')).display");
        }
    }
}
