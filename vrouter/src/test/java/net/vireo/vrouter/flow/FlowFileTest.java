// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import net.vireo.vrouter.table.Quiescence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowFileTest {
    private static final FlowLayout LAYOUT = new FlowLayout(32, 32, 2);
    private static final int FLOWS = 50;

    private final FlowKeys keys = new FlowKeys(1);

    @TempDir
    private Path directory;

    private Path path;
    private FlowTable table;

    @BeforeEach
    void fill() throws IOException {
        path = directory.resolve("flow");
        table = FlowTable.create(path, LAYOUT, Quiescence.NEVER);
        for (int i = 0; i < FLOWS; i++) {
            TestFlows.key(keys, 0, i);
            assertThat(table.create(keys, 0, i)).isNotNegative();
        }
    }

    @Test
    void shouldBeFoundByARestartedDataPlane() throws IOException {
        final FlowControl control = new FlowControl(table);
        TestFlows.key(keys, 0, 1);
        final int first = table.find(keys, 0);
        control.set(TestFlows.forward(first, 1, keys, -1), 0);
        TestFlows.key(keys, 0, 2);
        final int second = table.find(keys, 0);
        control.set(TestFlows.forward(second, 1, keys, first), 0);
        table.counters(1).count(first, 60);

        final FlowTable again = FlowTable.open(path, LAYOUT, Quiescence.NEVER);
        for (int i = 0; i < FLOWS; i++) {
            TestFlows.key(keys, 0, i);
            assertThat(again.find(keys, 0)).isNotNegative().isEqualTo(table.find(keys, 0));
        }
        assertThat(FlowState.action(again.state(first))).isEqualTo(FlowState.FORWARD);
        assertThat(again.reader().flow(first).reverse()).isEqualTo(second);
        assertThat(again.packets(first)).isEqualTo(1);
        assertThat(again.bytes(first)).isEqualTo(60);
        assertThat(new FlowControl(again).usedCount()).isEqualTo(FLOWS);
        final int room = LAYOUT.slots() - FLOWS;
        int made = 0;
        for (int i = FLOWS; i < 1000; i++) {
            TestFlows.key(keys, 0, i);
            made += again.create(keys, 0, 0) >= 0 ? 1 : 0;
        }
        assertThat(made).isEqualTo(room);
    }

    @Test
    void shouldDropWhatWasHalfMadeOrHalfDeleted() throws IOException {
        final int mine = table.buckets().claim(0, 1);
        TestFlows.key(keys, 0, 900);
        table.slots().fill(mine, keys, 0, FlowState.of(FlowState.HOLD, FlowState.ACTIVE, 0, 0), 0, 1);
        TestFlows.key(keys, 0, 3);
        final int gone = table.find(keys, 0);
        table.counters(0).count(gone, 60);
        new FlowControl(table).set(TestFlows.delete(gone, 1, keys), 0);
        TestFlows.key(keys, 0, 4);
        final int halfGone = table.find(keys, 0);
        table.slots().changeFlags(halfGone, FlowState.DELETE_MARKED, FlowState.ACTIVE);

        final FlowTable again = FlowTable.open(path, LAYOUT, Quiescence.NEVER);
        assertThat(again.live(mine)).isFalse();
        assertThat(again.live(gone)).isFalse();
        assertThat(again.packets(gone)).isZero();
        assertThat(FlowState.flags(again.state(halfGone)) & FlowState.DELETE_MARKED)
                .isZero();
        assertThat(FlowState.flags(again.state(halfGone)) & FlowState.ACTIVE).isNotZero();
        int made = 0;
        for (int i = 1000; i < 2000; i++) {
            TestFlows.key(keys, 0, i);
            made += again.create(keys, 0, 0) >= 0 ? 1 : 0;
        }
        assertThat(made).isEqualTo(LAYOUT.slots() - FLOWS + 1);
    }

    @Test
    void shouldBeReadByToolsWithoutTheDataPlane() throws IOException {
        final FlowReader reader = FlowReader.open(path);
        int count = 0;
        for (int index = reader.nextLive(0); index != FlowTable.NONE; index = reader.nextLive(index + 1)) {
            final FlowRecord flow = reader.flow(index);
            TestFlows.key(keys, 0, flow.sourcePort());
            assertThat(table.find(keys, 0)).isEqualTo(index);
            assertThat(flow.family()).isEqualTo(flow.sourcePort() % 2 == 0 ? FlowKeys.IPV4 : FlowKeys.IPV6);
            assertThat(flow.destinationPort()).isEqualTo(53);
            count++;
        }
        assertThat(count).isEqualTo(FLOWS);
        assertThat(reader.flow(-1)).isNull();
        assertThat(reader.flow(LAYOUT.slots())).isNull();
    }

    @Test
    void shouldRefuseAnotherKindVersionOrSize() throws IOException {
        assertThatThrownBy(() -> FlowTable.open(path, new FlowLayout(32, 32, 1), Quiescence.NEVER))
                .hasMessage(
                        path + " has 2 lcores, 1 are configured; remove the file to start with an empty flow table");
        patch(8, 7);
        assertRefused(path + " has format version 7, this program reads 2; "
                + "use the program that wrote it, or remove the file");
        patch(0, 7);
        assertRefused(path + " is not a flow table file");
    }

    @Test
    void shouldRefuseAFileThatIsCutShort() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(LAYOUT.fileBytes() - 1);
        }
        assertRefused(
                path + " is damaged: " + (LAYOUT.fileBytes() - 1) + " bytes long instead of " + LAYOUT.fileBytes());
    }

    @Test
    void shouldRefuseSizesThatNoTableHas() throws IOException {
        patch(64, 17);
        assertThatThrownBy(() -> FlowReader.open(path))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(path + " is damaged: flow entries: 17");
    }

    @Test
    void shouldRefuseAKeyThatIsNotInItsPlace() throws IOException {
        final int index = table.nextLive(0);
        patch(LAYOUT.slotsStart() + (long) index * FlowLayout.LINE_BYTES, 0x12345678);
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the flow table is damaged: bucket ")
                .hasMessageContaining("holds flow " + index + ", whose key belongs elsewhere");
    }

    /** Whatever lies in the file: it is refused with a sentence, or it is a table that works. */
    @Test
    void shouldSurviveAnyDamage() throws IOException {
        final long seed = System.nanoTime();
        System.out.println("FlowFileTest seed " + seed);
        final Random random = new Random(seed);
        final byte[] good = Files.readAllBytes(path);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            final byte[] bad = good.clone();
            for (int i = 0; i <= random.nextInt(20); i++) {
                // Mostly in the buckets, links and slots, behind the header.
                bad[4096 + random.nextInt(random.nextBoolean() ? 128 : bad.length - 4096)] = (byte) random.nextInt();
            }
            Files.write(path, bad);
            try {
                use(FlowTable.open(path, LAYOUT, Quiescence.NEVER), random);
            } catch (final IOException e) {
                assertThat(e).hasMessageContaining("the flow table is damaged: ");
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 299);
    }

    private void use(final FlowTable damaged, final Random random) {
        final FlowControl control = new FlowControl(damaged);
        final FlowAging aging = new FlowAging(damaged, AgingPolicy.DEFAULT);
        for (int i = 0; i < 200; i++) {
            TestFlows.key(keys, 0, random.nextInt(200));
            final int result = damaged.create(keys, 0, i);
            if (result != FlowTable.FULL) {
                final int index = result >= 0 ? result : FlowTable.existing(result);
                control.set(TestFlows.delete(index, damaged.generation(index), keys), i);
            }
            aging.age(i, 10);
        }
    }

    private void assertRefused(final String sentence) {
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessage(sentence);
    }

    private void open() throws IOException {
        FlowTable.open(path, LAYOUT, Quiescence.NEVER);
    }

    private void patch(final long offset, final int value) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(0, value), offset);
        }
    }
}
