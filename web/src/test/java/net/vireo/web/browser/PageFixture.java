// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A page in a browser, over a server of its own, which notes what a page must not do. Not for several threads. */
final class PageFixture implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final double LOOK_EVERY_MS = 50;

    private final PageServer server = PageServer.start();
    private final BrowserContext context;
    private final Page page;
    private final List<String> wrongs = new CopyOnWriteArrayList<>();

    PageFixture(final Browser browser, final NewContextOptions options) {
        context = browser.newContext(options);
        page = context.newPage();
        page.setDefaultTimeout((double) LONGEST_WAIT.toMillis());
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                wrongs.add("console: " + message.text());
            }
        });
        page.onPageError(error -> wrongs.add("uncaught: " + error));
        page.onDialog(dialog -> {
            wrongs.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(server.origin() + "/")
                    && !request.url().startsWith("data:")) {
                wrongs.add("left the machine: " + request.url());
            }
        });
    }

    /** A desktop's, whose dots stand still: they cost a machine without a graphics card its time. */
    static PageFixture desktop(final Browser browser) {
        return new PageFixture(
                browser, new NewContextOptions().setViewportSize(1440, 1000).setReducedMotion(ReducedMotion.REDUCE));
    }

    /** As when the console is ended under an open page. */
    void stopServer() {
        server.close();
    }

    Page page() {
        return page;
    }

    ChosenApi api() {
        return server.api();
    }

    /** Opens the page at a state, and waits until it shows numbers. */
    Page open(final String hash) {
        page.navigate(server.origin() + "/" + hash);
        page.waitForSelector("[data-condition=live], [data-condition=past]");
        return page;
    }

    /** Of the server. */
    String origin() {
        return server.origin();
    }

    /** Waits until an expression in the page is true; asked from outside, since the page's policy forbids to evaluate. */
    void await(final String expression) {
        final long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!Boolean.TRUE.equals(page.evaluate("Boolean(" + expression + ")"))) {
            assertThat(System.nanoTime()).as("waiting for %s", expression).isLessThan(end);
            page.waitForTimeout(LOOK_EVERY_MS);
        }
    }

    String text(final String selector) {
        return page.locator(selector).first().innerText();
    }

    /** Errors of the console, dialogs, requests to others; a test that provokes one says so by not calling this. */
    void assertClean() {
        assertThat(wrongs).isEmpty();
    }

    @Override
    public void close() {
        context.close();
        server.close();
    }
}
