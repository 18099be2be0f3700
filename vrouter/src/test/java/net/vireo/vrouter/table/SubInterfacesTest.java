// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SubInterfacesTest {
    private static final long FIRST_MAC = 0x02_0000_0000_01L;
    private static final long SECOND_MAC = 0x02_0000_0000_02L;

    private final Tables tables = new Tables(new Tables.Limits(16, 4, 16, 32));

    @Test
    void shouldFindNothingWhereThereIsNothing() {
        for (final int vif : new int[] {-1, 3, 16, Integer.MAX_VALUE}) {
            assertThat(tables.subInterfaces().of(vif, 100, FIRST_MAC)).isEqualTo(Vif.NONE);
        }
        tables.putVif(child(5, 3, 100));
        assertThat(tables.subInterfaces().any(3)).isTrue();
        assertThat(tables.subInterfaces().any(5)).isFalse();
        for (final int vlan : new int[] {-1, 99, 101, 4096, Integer.MIN_VALUE}) {
            assertThat(tables.subInterfaces().of(3, vlan, FIRST_MAC)).isEqualTo(Vif.NONE);
        }
    }

    @Test
    void shouldFindASubInterfaceByItsTag() {
        tables.putVif(child(5, 3, 100));
        tables.putVif(child(6, 3, 4095));
        tables.putVif(child(7, 4, 100));

        assertThat(tables.subInterfaces().of(3, 100, FIRST_MAC)).isEqualTo(5);
        assertThat(tables.subInterfaces().of(3, 4095, SECOND_MAC)).isEqualTo(6);
        assertThat(tables.subInterfaces().of(4, 100, 0)).isEqualTo(7);
    }

    @Test
    void shouldPreferTheOneThatNamesTheSource() {
        tables.putVif(child(5, 3, 100, FIRST_MAC));
        tables.putVif(child(6, 3, 100, SECOND_MAC, FIRST_MAC + 7));
        assertThat(tables.subInterfaces().of(3, 100, SECOND_MAC)).isEqualTo(6);
        assertThat(tables.subInterfaces().of(3, 100, FIRST_MAC + 7)).isEqualTo(6);
        assertThat(tables.subInterfaces().of(3, 100, FIRST_MAC)).isEqualTo(5);
        assertThat(tables.subInterfaces().of(3, 101, FIRST_MAC)).isEqualTo(Vif.NONE);
        assertThat(tables.subInterfaces().of(3, 100, FIRST_MAC + 3)).isEqualTo(Vif.NONE);

        tables.putVif(child(8, 3, 100));
        assertThat(tables.subInterfaces().of(3, 100, FIRST_MAC + 3)).isEqualTo(8);
        assertThat(tables.subInterfaces().of(3, 100, FIRST_MAC)).isEqualTo(5);
    }

    @Test
    void shouldFollowChangesAndDeletions() {
        tables.putVif(child(5, 3, 100));
        tables.putVif(child(5, 4, 200));
        assertThat(tables.subInterfaces().of(3, 100, 0)).isEqualTo(Vif.NONE);
        assertThat(tables.subInterfaces().any(3)).isFalse();
        assertThat(tables.subInterfaces().of(4, 200, 0)).isEqualTo(5);
        assertThat(tables.vifUses(3)).isZero();
        assertThat(tables.vifUses(4)).isEqualTo(1);

        tables.removeVif(5);
        assertThat(tables.subInterfaces().of(4, 200, 0)).isEqualTo(Vif.NONE);
        tables.putVif(child(5, 3, 100));
        tables.clear();
        assertThat(tables.subInterfaces().of(3, 100, 0)).isEqualTo(Vif.NONE);
    }

    @Test
    void shouldNeverLoseOneThatIsToldAgain() throws InterruptedException {
        tables.putVif(child(5, 3, 100));
        final AtomicBoolean stop = new AtomicBoolean();
        final AtomicInteger missed = new AtomicInteger();
        final Thread reader = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                missed.addAndGet(tables.subInterfaces().of(3, 100, 0) == 5 ? 0 : 1);
            }
        });
        for (int i = 0; i < 5000; i++) {
            tables.putVif(child(5, 3, 100));
        }
        stop.set(true);
        reader.join();
        assertThat(missed.get()).isZero();
    }

    @Test
    void shouldGiveFramesThatTwoClaimToTheLowerIndex() {
        tables.putVif(child(6, 3, 100));
        tables.putVif(child(5, 3, 100));
        assertThat(tables.subInterfaces().of(3, 100, 0)).isEqualTo(5);
        tables.removeVif(5);
        assertThat(tables.subInterfaces().of(3, 100, 0)).isEqualTo(6);
    }

    private static Vif child(final int index, final int parent, final int vlan, final long... macs) {
        final VifFeatures plain = VifFeatures.NONE;
        return new Vif(
                index,
                Vif.TYPE_VIRTUAL_VLAN,
                Vif.TRANSPORT_VIRTUAL,
                "sub" + index,
                1,
                1,
                0,
                Vif.ROUTER_MAC,
                0,
                1514,
                0,
                -1,
                Vif.NONE,
                new VifFeatures(
                        0, 0, parent, vlan, vlan, macs, plain.mirror(), new byte[0], new byte[0], plain.qosMap()));
    }
}
