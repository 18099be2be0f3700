// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MarkerTest {
    private final Marker marker = new Marker("red");

    private void show(final String text, final int captured) {
        final byte[] frame = text.getBytes(StandardCharsets.US_ASCII);
        marker.frame(frame, captured, frame.length, 0);
    }

    @Test
    void shouldFindTheTextAtBothEnds() {
        show("red...", 6);
        show("...red", 6);

        assertThat(marker.seen()).isEqualTo(2);
    }

    @Test
    void shouldFindTheTextAfterAFalseStart() {
        show("..rered", 7);

        assertThat(marker.seen()).isEqualTo(1);
    }

    @Test
    void shouldNotLookBehindWhatWasCaptured() {
        show("...red", 5);
        show("re", 2);

        assertThat(marker.seen()).isZero();
    }
}
