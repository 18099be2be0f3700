// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.vireo.web.caption.PageStates;
import net.vireo.web.caption.PageStates.Bright;
import net.vireo.web.caption.PageStates.State;
import net.vireo.web.model.Snapshot;
import net.vireo.web.sample.SnapshotTrees;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each page of the deck on queues and lcores, drawn: what the deck draws bright is bright, what it fades is faded, and the
 * caption names the page. The pictures stay in {@code target/screens}.
 */
@Tag("system")
@ExtendWith(Chromium.class)
class DeckStatesPageTest {
    private static final Path SCREENS = Path.of("target", "screens");

    /** What an idle element has, and a little more. */
    private static final double FADED = 0.35;

    /** The first opacity of an element and what is in it: its own shape's. */
    private static final String BRIGHT =
            "(items, faded) => items.filter((item) => Number((item.matches('[opacity]') ? item"
                    + " : item.querySelector('[opacity]')).getAttribute('opacity')) > faded).length";

    static List<State> states() {
        return PageStates.all();
    }

    /** A state that does not change. */
    private record Standing(Snapshot state) implements Shown {
        @Override
        public Map<String, Object> snapshot(final String node, final long sequence, final long atEpochMs) {
            final Map<String, Object> tree = SnapshotTrees.of(state);
            tree.put("node", node);
            tree.put("sequence", sequence);
            tree.put("atEpochMs", atEpochMs);
            return tree;
        }

        @Override
        public Object findings() {
            return Map.of("findings", List.of());
        }
    }

    /** One page for all, which loads once and is then led from state to state, from one node to the other. */
    private static PageFixture fixture;

    private static String node = "compute1";

    @BeforeAll
    static void openThePage(final Browser browser) {
        fixture = PageFixture.desktop(browser);
        fixture.open("");
    }

    @AfterAll
    static void closeThePage() {
        fixture.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void shouldDrawThePage(final State state) throws Exception {
        fixture.api().show(new Standing(state.node().get()));
        node = node.equals("compute1") ? "compute2" : "compute1";
        final Page page =
                fixture.open("#screen=matrix&node=" + node + "&vif=" + state.vif() + "&dir=" + state.direction());
        fixture.await("document.querySelector('.caption')?.dataset.page === '" + state.page() + "'");
        fixture.await("document.querySelector('[data-choice=node]').value === '" + node + "'");
        fixture.await("document.querySelector('[data-choice=vif]').value === '" + state.vif() + "'");
        assertThat(fixture.text(".caption")).contains("deck p" + state.page());
        assertThat(drawn(page)).as("what is bright on p%d", state.page()).isEqualTo(state.bright());
        if (state.bright().inRings() < state.bright().inRingsDrawn() && state.page() == 120) {
            assertThat(page.locator("[data-item=rx4].unserved .stub").count()).isOne();
        }
        fixture.assertClean();
        Files.createDirectories(SCREENS);
        final Locator main = page.locator("main");
        main.screenshot(new Locator.ScreenshotOptions()
                .setPath(SCREENS.resolve("p%03d.png".formatted(state.page())))
                .setType(ScreenshotType.PNG));
    }

    private static Bright drawn(final Page page) {
        return new Bright(
                bright(page, "[data-item^=rx]:not(.unserved)"),
                page.locator("[data-item^=rx]").count(),
                bright(page, "[data-item^=poll]"),
                bright(page, "[data-item^=proc]"),
                bright(page, ".link.straight"),
                // From the lcore that polls to the queue, and from each queue to its lcore.
                bright(page, ".link.handover") - bright(page, "[data-item^=int]"),
                bright(page, "[data-item^=tx]"),
                page.locator("[data-item^=tx]").count());
    }

    private static int bright(final Page page, final String selector) {
        return ((Number) page.locator(selector).evaluateAll(BRIGHT, FADED)).intValue();
    }
}
