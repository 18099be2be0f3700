// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code vireo lab demo} without a person: every claim comes true, and its page states are there. Keeps pictures in target/screens. */
@Tag("system")
@Tag("lab")
class LabDemoSystemTest {
    private static final Path SCREENS = Path.of(System.getProperty("basedir", "."), "target", "screens");
    private static final Duration PAGE_LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private LabProcess demo;

    @AfterEach
    void endIt() throws Exception {
        if (demo.process().isAlive()) {
            demo.process().destroy();
        }
        demo.awaitEnd(Duration.ofSeconds(60));
        demo.assertNothingIsLeft();
    }

    @Test
    void shouldComeTrueStepByStepAndShowItsStatesInABrowser() throws Exception {
        demo = LabProcess.start(directory, "demo", "--no-wait", "--keep", "-o", "json");
        demo.awaitOutput("\n}", Duration.ofMinutes(15));
        final JsonNode told = new JsonMapper().readTree(demo.output());

        assertThat(told.path("passed").asBoolean())
                .as("%s%n%s", demo.errors(), told)
                .isTrue();
        assertThat(told.path("steps"))
                .hasSize(7)
                .allSatisfy(step -> assertThat(step.path("claims")).isNotEmpty());
        assertThat(demo.errors()).contains("$ vireo doctor --node faulty", "7. Every packet has a name");
        try (Playwright playwright =
                        Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new LaunchOptions()
                                .setExecutablePath(Path.of("/usr/bin/chromium"))
                                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"))
                                .setHeadless(true));
                Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1440, 900))) {
            final List<String> wrongs = new ArrayList<>();
            page.onPageError(error -> wrongs.add("uncaught: " + error));
            picture(page, address(told, 1), "MPLSoUDP", "demo-map");
            picture(page, address(told, 4), "five", "demo-mended");
            demo.tool("lab", "scene", "p76", "--keep");
            picture(page, address(told, 3), "deck p76", "demo-funnel");
            assertThat(wrongs).isEmpty();
        }
        demo.tool("lab", "stop");
        assertThat(demo.awaitEnd(Duration.ofSeconds(60))).isZero();
    }

    private static String address(final JsonNode told, final int step) {
        return told.path("steps").path(step - 1).path("page").asString();
    }

    private static void picture(final Page page, final String address, final String text, final String name) {
        page.navigate("about:blank"); // else only the part behind '#' changes
        page.navigate(address);
        final long endNs = System.nanoTime() + PAGE_LIMIT.toNanos();
        while (!page.locator("body").innerText().contains(text)) {
            assertThat(System.nanoTime())
                    .as("waiting for '%s' on %s", text, address)
                    .isLessThan(endNs);
            page.waitForTimeout(200);
        }
        page.waitForTimeout(1500); // a moment for rates to settle
        page.screenshot(new ScreenshotOptions().setPath(SCREENS.resolve(name + ".png")));
    }
}
