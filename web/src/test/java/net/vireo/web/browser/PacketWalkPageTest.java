// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.util.List;
import net.vireo.vrouter.graph.GraphPlan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("system")
@ExtendWith(Chromium.class)
class PacketWalkPageTest {
    @Test
    void shouldCountHitsInTheBoxesAndHideNoNode(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("#screen=walk");
            assertThat(page.locator("[data-box=label]").getAttribute("data-pps"))
                    .isEqualTo("400000");
            assertThat(page.locator("[data-box=flow]").getAttribute("data-pps")).isEqualTo("0");
            assertThat(page.locator(".picture").textContent()).contains("brand-new-node");
            page.click("[data-choice=form]");
            page.waitForSelector(".tables");
            assertThat(page.locator("tr:has(th:text-is('mpls-input')) td")
                            .nth(1)
                            .innerText())
                    .isEqualTo("123,456");
            fixture.assertClean();
        }
    }

    @Test
    void shouldHaveABoxForEachNodeOfTheGraph(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            fixture.page().navigate(fixture.origin() + "/icon.svg");
            assertThat(fixture.page()
                            .evaluate(
                                    "async (names) => { const { boxOf } = await import('/js/walk/stages.js');"
                                            + " return names.filter((name) => boxOf(name) === null); }",
                                    GraphPlan.STANDARD.nodeNames()))
                    .isEqualTo(List.of());
        }
    }

    @Test
    void shouldPredictWhatALinkAsksForAndSendNothing(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("#screen=walk&from=g2-vm0&to=120.0.0.3");
            page.waitForSelector(".verdict.good");
            assertThat(fixture.text(".verdict")).contains("delivered to g2-vm1").contains("nothing was sent");
            assertThat(page.locator(".lane").count()).isEqualTo(2);
            assertThat(page.locator(".predicted-outline").first().getAttribute("data-boxes"))
                    .isEqualTo("in guest route tunnel out");
            assertThat(page.locator(".actual").count()).isZero();
            fixture.assertClean();
        }
    }

    @Test
    void shouldShowWhereThePathsPart(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("#screen=walk&from=g2-vm0&to=120.0.0.3");
            page.click("text=Send a probe");
            page.waitForSelector(".verdict.bad");
            assertThat(fixture.text(".verdict")).contains(SampleTrace.RULE);
            assertThat(page.locator(".is-parted").count()).isOne();
            assertThat(page.locator(".is-parted").getAttribute("data-item")).isEqualTo("compute2-flow2");
            assertThat(page.locator(".actual").last().getAttribute("data-boxes"))
                    .isEqualTo("in fabric label flow2 drop");
            assertThat(page.locator("tr:has-text('part here')").innerText())
                    .contains("flow-2")
                    .contains("rule web-to-db");
            fixture.assertClean();
        }
    }

    @Test
    void shouldAskForADroppedPacketsWalk(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("#screen=walk");
            page.locator("text=walk it again").first().click();
            page.waitForSelector(".verdict");
            assertThat(page.inputValue("[data-choice=from]")).isEqualTo("g2-vm0");
            assertThat(page.inputValue("[data-choice=to]")).isEqualTo("120.0.0.3");
            assertThat(page.inputValue("[data-choice=port]")).isEqualTo("80");
            fixture.assertClean();
        }
    }

    @Test
    void shouldNotAskWhatMakesNoSense(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("#screen=walk&from=g2-vm0&to=120.0.0.3&port=70000");
            assertThat(fixture.text(".trace-form [role=status]")).contains("1 to 65535");
            assertThat(page.locator("text=Send a probe").isDisabled()).isTrue();
            fixture.assertClean();
        }
    }
}
