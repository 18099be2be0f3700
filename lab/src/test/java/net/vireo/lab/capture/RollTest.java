// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RollTest {
    private final Roll roll = new Roll("frame-", 3);

    private void show(final String text) {
        final byte[] frame = text.getBytes(StandardCharsets.US_ASCII);
        roll.frame(frame, frame.length, frame.length, 0);
    }

    @Test
    void shouldSeeEachNumberOnce() {
        show("..." + Roll.numbered("frame-", 0));
        show("." + Roll.numbered("frame-", 2) + "...");
        assertThat(roll.eachOnce()).isFalse();
        show(Roll.numbered("frame-", 1));

        assertThat(roll.eachOnce()).isTrue();
        assertThat(roll.total()).isEqualTo(3);
    }

    @Test
    void shouldTellADoubleFromANumberThatIsMissing() {
        show("frame-000");
        show("frame-001");
        show("frame-001");

        assertThat(roll.total()).isEqualTo(3);
        assertThat(roll.eachOnce()).isFalse();
    }

    @Test
    void shouldOverlookOtherTextsAndNumbers() {
        show("frame");
        show("frame-00");
        show("frame-003");
        show("frame-0x0");
        show("other-000");

        assertThat(roll.total()).isZero();
    }
}
