// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page's pure modules, run where they run: expression and expected value. */
@Tag("system")
@ExtendWith(Chromium.class)
class ModulesTest {
    private static final String ASK =
            "async ([path, name, args]) => JSON.stringify((await import(path))[name](...JSON.parse(args)))";

    /** One for all: functions without state need no page of their own. */
    private static PageFixture fixture;

    @BeforeAll
    static void open(final Browser browser) {
        fixture = PageFixture.desktop(browser);
        fixture.page().navigate(fixture.origin() + "/icon.svg");
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "format.js | short | [0] | \"0\"",
                "format.js | short | [999] | \"999\"",
                "format.js | short | [999.6] | \"1.00 k\"",
                "format.js | short | [12345] | \"12.3 k\"",
                "format.js | rate | [1254000] | \"1.25 Mpps\"",
                "format.js | rate | [null] | \"–\"",
                "format.js | count | [12431] | \"12,431\"",
                "format.js | ratio | [400, 500] | \"×1.25\"",
                "format.js | ratio | [0, 500] | null",
                "shares.js | opacity | [0, 100] | 0.3",
                "shares.js | opacity | [100, 100] | 1",
                "shares.js | opacity | [0.4, 0.4] | 0.3",
                "shares.js | opacity | [5, 1000] | 0.3",
                "shares.js | width | [0] | 1",
                "shares.js | width | [9999999] | 7.5",
                "shares.js | dots | [0, 100] | 0",
                "hash.js | write | [{\"screen\":\"walk\",\"node\":\"a b\"}] | \"#screen=walk&node=a+b\"",
                "hash.js | write | [{\"screen\":\"matrix\",\"dir\":\"\"}] | \"\"",
                "matrix/model.js | busierDirection | [{\"rxPps\":500,\"txPps\":10}, \"p2v\"] | \"v2p\"",
                "matrix/model.js | busierDirection | [{\"rxPps\":500,\"txPps\":300}, \"p2v\"] | \"p2v\"",
                "matrix/model.js | busierDirection | [{\"rxPps\":0,\"txPps\":0}, \"v2p\"] | \"v2p\"",
                "commands.js | word | [\"g2-vm0\"] | \"g2-vm0\"",
                "commands.js | word | [\"a'; reboot\"] | \"'a'\\\\''; reboot'\"",
                "matrix/glyphs.js | lost | [{\"queue\":4,\"lost\":null,\"waiting\":256}] | \"queue 4: 0 served, 256 waiting\"",
                "matrix/glyphs.js | lost | [{\"queue\":4,\"lost\":null,\"waiting\":null}] | \"queue 4: 0 served, what is sent there is lost\"",
                "matrix/preview.js | forecast | [[[0, 10], [1, 11], [2, null]], \"all\"] | \"Queues that nobody polls are polled at once: queue 2 to lcore 10. Nobody else moves.\"",
                "matrix/preview.js | forecast | [[[0, 10], [1, 11]], \"all\"] | \"Every queue shown is polled already; guests that come later get all of theirs polled too.\"",
                "matrix/clock.js | angle | [65600, 256] | 90",
                "matrix/clock.js | distance | [65530, 4] | 10",
                "matrix/knobs.js | withValue | [{\"command\":\"vireo run --burst 32\",\"value\":\"32\"}, 8] | \"vireo run --burst 8\"",
                "scrub.js | nearest | [[{\"atEpochMs\":1000},{\"atEpochMs\":9000}], 8000] | {\"atEpochMs\":9000}",
                "scrub.js | nearest | [[{\"atEpochMs\":1000}], 8000] | null",
                "walk/stages.js | boxOf | [\"vxlan-input\"] | \"label\"",
                "walk/stages.js | boxOf | [\"brand-new-node\"] | null",
                "map/attachment.js | pair | [{\"txPps\":100,\"attachment\":{\"kind\":\"vhost-user\"},\"rails\":[{\"name\":\"TX port syscalls\",\"pps\":80}]}] | {\"page\":42,\"words\":\"polling router, kernel guest: called for its packets\",\"mixed\":true}",
                "map/attachment.js | pair | [{\"txPps\":100,\"attachment\":{\"kind\":\"vhost-user\"},\"rails\":[{\"name\":\"TX port syscalls\",\"pps\":0}]}] | {\"page\":43,\"words\":\"polling router, polling guest\",\"mixed\":false}",
                "map/attachment.js | pair | [{\"txPps\":100,\"attachment\":{\"kind\":\"tap\"}}] | {\"page\":0,\"words\":\"by tap, through the kernel\",\"mixed\":false}",
                "map/attachment.js | systemCalls | [{\"rails\":[{\"name\":\"RX port syscalls\",\"pps\":3},{\"name\":\"TX port syscalls\",\"pps\":4}]}] | 7",
                "map/attachment.js | notifications | [{\"attachment\":{\"kind\":\"tap\"},\"rails\":[{\"name\":\"TX port syscalls\",\"pps\":4}]}] | null",
                "networks.js | networkClass | [\"red\"] | \"net-red\"",
                "networks.js | networkClass | [\"\"] | \"net-none\"",
                "ledger.js | imbalance | [{\"missing\":12,\"stage\":\"lcore 11\"}] | \"12 packets missing (lcore 11)\"",
                "ledger.js | imbalance | [{\"missing\":-1}] | \"1 packet counted twice\"",
                "walk/form.js | mistake | [{\"from\":\"a\",\"to\":\"x y\",\"proto\":\"tcp\",\"port\":\"80\"}] | \"to: give an IPv4 or IPv6 address, like 120.0.0.3\"",
            })
    void shouldAnswer(final String module, final String function, final String arguments, final String expected) {
        final Object answer = fixture.page().evaluate(ASK, new String[] {"/js/" + module, function, arguments});
        assertThat(answer).isEqualTo(expected);
    }
}
