// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("system")
@ExtendWith(Chromium.class)
class ShellPageTest {
    private static final int PHONE_WIDTH = 360;

    @Test
    void shouldNameTheDecksPageAndBalance(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            fixture.open("");
            assertThat(fixture.text(".caption")).contains("p72").contains("UDP to MultiQ");
            assertThat(fixture.text(".ledger summary")).contains("balanced");
            fixture.api().show(SampleNode.greToMultiQueue());
            fixture.await("document.querySelector('.caption').dataset.page === '76'");
            fixture.assertClean();
        }
    }

    @Test
    void shouldSayHowManyPacketsTheLedgerMisses(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            fixture.api().show(SampleNode.udpToMultiQueue().withMissing(12));
            fixture.open("#screen=map");
            assertThat(fixture.text(".ledger.broken summary")).contains("12 packets missing");
            fixture.assertClean();
        }
    }

    @Test
    void shouldKeepWhatIsShownInTheAddress(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("");
            page.selectOption("[data-choice=node]", "compute2");
            page.waitForSelector("[data-condition=live]");
            page.selectOption("[data-choice=vif]", "4");
            page.click("text=virtual → physical");
            page.click("[data-choice=form]");
            assertThat(page.url()).contains("node=compute2", "vif=4", "dir=v2p", "form=table");
            page.reload();
            page.waitForSelector(".tables");
            assertThat(page.inputValue("[data-choice=node]")).isEqualTo("compute2");
            assertThat(page.inputValue("[data-choice=vif]")).isEqualTo("4");
            page.goBack();
            page.waitForSelector(".picture");
            fixture.assertClean();
        }
    }

    @Test
    void shouldGreyWhatIsOldAndSayHowOld(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("");
            fixture.api().silence(true);
            page.waitForSelector(".page.stale [data-condition=lost]");
            assertThat(fixture.text(".banner"))
                    .contains("No new numbers of compute1")
                    .contains("old");
            fixture.api().silence(false);
            page.waitForSelector(".page:not(.stale) [data-condition=live]");
            assertThat(page.locator(".banner").isVisible()).isFalse();
        }
    }

    @Test
    void shouldSayThatTheServerIsGone(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("");
            fixture.stopServer();
            page.waitForSelector(".page.stale [data-condition=lost]");
            fixture.await("document.querySelector('.banner').innerText.includes('Connection lost')");
        }
    }

    @Test
    void shouldGoBackInTime(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            fixture.api().showInThePast(SampleNode.greToMultiQueue());
            final Page page = fixture.open("");
            page.locator("#scrub").focus();
            for (int i = 0; i < 20; i++) {
                page.keyboard().press("ArrowLeft");
            }
            fixture.await("document.querySelector('.caption')?.dataset.page === '76'");
            assertThat(page.url()).contains("at=");
            page.click(".timebar button");
            fixture.await("document.querySelector('.caption')?.dataset.page === '72'");
            assertThat(page.url()).doesNotContain("at=");
            fixture.assertClean();
        }
    }

    @Test
    void shouldSayWhatTheServerSaysOfANodeThatIsNotThere(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            fixture.page().navigate(fixture.origin() + "/#node=elsewhere");
            fixture.await("document.body.innerText.includes(\"there is no node 'elsewhere' here\")");
        }
    }

    @Test
    void shouldBeDarkWhereTheSystemIsAndAsTold(final Browser browser) {
        try (PageFixture fixture = new PageFixture(browser, new NewContextOptions().setColorScheme(ColorScheme.DARK))) {
            final Page page = fixture.open("");
            final int dark = brightness(page);
            page.click("[data-choice=theme]");
            final int light = brightness(page);
            assertThat(dark).isLessThan(60);
            assertThat(light).isGreaterThan(200);
            page.reload();
            page.waitForSelector("[data-condition=live]");
            assertThat(brightness(page)).isEqualTo(light);
            fixture.assertClean();
        }
    }

    private static int brightness(final Page page) {
        return (Integer) page.evaluate("parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])");
    }

    @Test
    void shouldNotScrollSidewaysOnAPhone(final Browser browser) {
        try (PageFixture fixture =
                new PageFixture(browser, new NewContextOptions().setViewportSize(PHONE_WIDTH, 780))) {
            fixture.api().show(SampleNode.faultyMultiQueue().withMissing(1234567));
            for (final String screen : List.of("matrix", "walk", "map")) {
                for (final String form : List.of("picture", "tables")) {
                    final String hash = "#screen=" + screen + (form.equals("tables") ? "&form=table" : "");
                    final Page page = fixture.open(hash + "&open=compute1");
                    page.waitForSelector("#tab-" + screen + "[aria-selected=true]");
                    page.waitForSelector("." + form);
                    assertThat(page.evaluate("document.documentElement.scrollWidth"))
                            .as("%s, %s", screen, form)
                            .isEqualTo(PHONE_WIDTH);
                }
            }
            fixture.assertClean();
        }
    }

    @Test
    void shouldTurnScreensWithTheKeyboard(final Browser browser) {
        try (PageFixture fixture = PageFixture.desktop(browser)) {
            final Page page = fixture.open("");
            page.focus("[role=tab][aria-selected=true]");
            page.keyboard().press("ArrowRight");
            page.waitForSelector(".trace-form");
            assertThat(page.url()).contains("screen=walk");
            assertThat(page.evaluate("document.activeElement.id")).isEqualTo("tab-walk");
            fixture.assertClean();
        }
    }
}
