// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Scenarios;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The console's page in a real browser, over a kept lab with iperf3 between its guests. Keeps its pictures in target/screens. */
@OnKeptLab
@Timeout(300)
class LabPageSystemTest {
    private static final Guest FROM = Scenarios.TWO_NODES.guest("g2-vm0");
    private static final Guest TO = Scenarios.TWO_NODES.guest("g2-vm1");
    private static final String STATE = "#node=compute1&vif=3";
    private static final Path SCREENS = Path.of(System.getProperty("basedir", "."), "target", "screens");
    private static final long WITHIN_MS = 1000;

    /** On a machine that does other things one of these has its time. */
    private static final int ATTEMPTS = 8;

    private static LabProcess lab;
    private static Playwright playwright;
    private static Browser browser;
    private static String url;

    private final List<String> wrongs = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void openABrowser(final LabProcess kept) {
        lab = kept;
        url = ConsoleClient.of(lab).url();
        playwright = Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"))
                        .setHeadless(true));
    }

    @AfterAll
    static void closeTheBrowser() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @Test
    void shouldShowTheTruthWithinASecond() throws Exception {
        try (Page page = open()) {
            final List<Long> waitsMs = new ArrayList<>();
            for (int i = 0; i < ATTEMPTS && waitsMs.stream().noneMatch(ms -> ms < WITHIN_MS); i++) {
                until(page, 60_000, "Number(document.querySelector('[data-rail=\"RX port\"]').dataset.pps) < 100");
                waitsMs.add(withTraffic(() -> until(
                        page, 30_000, "Number(document.querySelector('[data-rail=\"RX port\"]').dataset.pps) > 500")));
            }
            System.out.println("the page showed iperf3 after " + waitsMs + " ms");
            assertThat(waitsMs).as("milliseconds").anyMatch(ms -> ms < WITHIN_MS);
            assertThat(wrongs).isEmpty();
        }
    }

    @Test
    void shouldDrawEachScreenOfALiveLab() throws Exception {
        try (Page page = open()) {
            withTraffic(() -> {
                until(page, 30_000, "Number(document.querySelector('[data-rail=\"RX port\"]').dataset.pps) > 500");
                // Eight flows over two queues, two lcores: a page of the deck.
                until(page, 30_000, "/deck p\\d+/.test(document.body.innerText)");
                assertThat(page.locator("body").innerText()).contains("ledger balanced");
                keep(page, "core-matrix");
                page.navigate(url + STATE + "&screen=walk");
                until(page, 30_000, "document.body.innerText.includes('Ingress VIF')");
                keep(page, "packet-walk");
                page.navigate(url + STATE + "&screen=map");
                until(page, 30_000, "document.body.innerText.includes('MPLSoUDP')");
                keep(page, "map");
            });
            assertThat(wrongs).isEmpty();
        }
    }

    private Page open() {
        final Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1440, 900));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                wrongs.add("console: " + message.text());
            }
        });
        page.onPageError(error -> wrongs.add("uncaught: " + error));
        page.onRequest(request -> {
            if (!request.url().startsWith(url) && !request.url().startsWith("data:")) {
                wrongs.add("left the machine: " + request.url());
            }
        });
        page.navigate(url + STATE);
        until(page, 30_000, "document.querySelector('[data-condition=live]')");
        return page;
    }

    /** @return milliseconds from the moment at which iperf3's client began to send to the end of what was to be done */
    private static long withTraffic(final Runnable meanwhile) throws Exception {
        final Process server = lab.startTool("lab", "shell", TO.name(), "--", "timeout", "40", "iperf3", "-s", "-1");
        try {
            final Client client = connected();
            try {
                meanwhile.run();
                return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - client.sendsSinceNs());
            } finally {
                LabProcess.end(client.process());
            }
        } finally {
            LabProcess.end(server);
        }
    }

    /** A client that sends, and since when: it says that it is connected before its first datagram. */
    private record Client(Process process, long sendsSinceNs) {}

    /** Asks until the server listens. */
    private static Client connected() throws IOException {
        final String[] line = {
            "lab",
            "shell",
            FROM.name(),
            "--",
            "timeout",
            "30",
            "iperf3",
            "--forceflush",
            "-u",
            "-P",
            "8",
            "-b",
            "3M",
            "-t",
            "25",
            "-c",
            TO.address(Family.IPV4).toString()
        };
        for (int i = 0; i < 20; i++) {
            final Process client = lab.startTool(line);
            final BufferedReader said = client.inputReader(StandardCharsets.UTF_8);
            for (String text = said.readLine(); text != null; text = said.readLine()) {
                if (text.contains("connected to")) {
                    return new Client(client, System.nanoTime());
                }
            }
        }
        throw new AssertionError("iperf3 did not connect");
    }

    private static void until(final Page page, final int limitMs, final String expression) {
        final long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        while (!Boolean.TRUE.equals(page.evaluate("Boolean(" + expression + ")"))) {
            assertThat(System.nanoTime()).as("waiting for %s", expression).isLessThan(endNs);
            page.waitForTimeout(50);
        }
    }

    private static void keep(final Page page, final String name) {
        page.waitForTimeout(1500); // a moment for rates to settle
        page.screenshot(new ScreenshotOptions().setPath(SCREENS.resolve(name + ".png")));
    }
}
