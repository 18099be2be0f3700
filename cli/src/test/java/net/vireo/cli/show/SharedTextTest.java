// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import net.vireo.sandesh.VireoQueue;
import org.junit.jupiter.api.Test;

/** Pages 50 and 85, as {@code vif --get} tells them. */
class SharedTextTest {
    private static final VireoQueue ANSWER = new VireoQueue()
            .put(VireoQueue.GUEST_MEMORY, new long[] {
                0,
                0xa0000,
                0x7f00_0001_0000L,
                0x7e00_0000_0000L,
                41,
                0x1_0000_0000L,
                167_772_160,
                -0x1000,
                0x7d00_0000_0000L,
                42
            })
            .put(VireoQueue.RING_DESCRIPTORS, new int[] {0, 51, 52, 1, 53, VireoQueue.NONE});

    @Test
    void shouldNameEachAddressThreeTimesAndTheDescriptors() {
        assertThat(SharedText.lines(new QueueView(ANSWER)))
                .containsExactly(
                        "Guest memory: 0x0 + 640 KB is 0x7f0000010000 in its program, 0x7e0000000000 here, descriptor 41",
                        "Guest memory: 0x100000000 + 163840 KB is 0xfffffffffffff000 in its program, 0x7d0000000000 here,"
                                + " descriptor 42",
                        "Ring descriptors, kick and call: 0 51/52, 1 53/-");
    }

    @Test
    void shouldGiveThemAsDataAndNothingWhereNothingIsShared() {
        final Map<String, Object> tree = new LinkedHashMap<>();
        SharedText.put(tree, new QueueView(ANSWER));
        assertThat(tree.toString())
                .contains("guestAddress=0x100000000", "bytes=167772160", "descriptor=42")
                .contains("{ring=1, kick=53, call=null}");
        final Map<String, Object> empty = new LinkedHashMap<>();
        SharedText.put(empty, new QueueView(new VireoQueue()));
        assertThat(empty).isEmpty();
        assertThat(SharedText.lines(new QueueView(new VireoQueue()))).isEmpty();
    }

    /** A list that was cut short is read as far as it goes. */
    @Test
    void shouldReadOnlyWholeRows() {
        final VireoQueue cut = new VireoQueue()
                .put(VireoQueue.GUEST_MEMORY, new long[] {1, 2, 3, 4})
                .put(VireoQueue.RING_DESCRIPTORS, new int[] {0, 1});
        assertThat(SharedText.lines(new QueueView(cut))).isEmpty();
    }
}
