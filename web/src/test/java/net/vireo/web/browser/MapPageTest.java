// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("system")
@ExtendWith(Chromium.class)
class MapPageTest {
    @Test
    void shouldJoinNodesByAStrandForEachNetwork(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("#screen=map");
            fixture.await("document.querySelectorAll('.node-box:not(.silent)').length === 2");
            assertThat(page.locator(".tube").count()).isOne();
            assertThat(page.locator(".tube .strand").count()).isEqualTo(2);
            assertThat(page.locator(".strand.net-red").getAttribute("opacity")).isEqualTo("1");
            assertThat(page.locator(".strand.net-blue").getAttribute("opacity")).isEqualTo("0.4");
            // Both ends send: the tube carries the sum, and counts nothing twice.
            assertThat(page.locator(".tube").getAttribute("data-pps")).isEqualTo("800000");
            fixture.assertClean();
        }
    }

    @Test
    void shouldOpenANodesInterfacesAndAGuestsMatrix(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("#screen=map");
            page.locator("[data-item=node-compute1]").focus();
            page.keyboard().press("Enter");
            page.waitForSelector(".interfaces td:text-is('b2-vm0')");
            assertThat(page.locator("[data-item=inside-network-red]").textContent())
                    .contains("400 kpps");
            assertThat(page.locator("[data-item=inside-network-blue]").textContent())
                    .contains("idle");
            page.waitForSelector("[data-item=guest-compute2-4]");
            page.focus("[data-item=guest-compute2-4]");
            page.keyboard().press("Enter");
            page.waitForSelector("[data-item=end-target]");
            assertThat(page.inputValue("[data-choice=vif]")).isEqualTo("4");
            assertThat(page.inputValue("[data-choice=node]")).isEqualTo("compute2");
            fixture.assertClean();
        }
    }
}
