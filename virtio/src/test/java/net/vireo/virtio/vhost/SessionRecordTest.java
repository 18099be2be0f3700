// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session that goes on where another one was: the same device, driven to the same place by what was recorded. */
class SessionRecordTest {
    private static final int STOPPING_LINES = 3;

    /** QEMU's guest runs: all that was recorded of it but its end. */
    private static ScriptedPeer qemu() {
        final ScriptedPeer peer = RecordedSequencesTest.peer(2);
        final List<Script.Line> lines = Script.of(RecordedSequencesTest.qemu());
        for (final Script.Line line : lines.subList(0, lines.size() - STOPPING_LINES)) {
            peer.send(line.message(), line.fds());
            while (peer.session.poll() != null) {
                // Its answers are another test's.
                assertThat(peer.session.ended()).isNull();
            }
        }
        return peer;
    }

    private static ScriptedPeer heir(final ScriptedPeer peer, final SessionRecord record) {
        final ScriptedPeer heir = new ScriptedPeer(new BackEndConfig(
                ScriptedPeer.OFFERED | RecordedSequencesTest.OFFERED, ProtocolFeatures.SUPPORTED, 4, 32768, 8));
        final SessionRecord read = SessionRecord.of(record.toBytes(), heir.fds.open(record.fds().length))
                .orElseThrow();
        heir.session.resume(read);
        assertThat(heir.session.poll()).isNull();
        assertThat(heir.device.refusals).isEmpty();
        assertThat(heir.session.ended()).isNull();
        heir.device.checkLent();
        assertThat(peer.fds.openCount()).isGreaterThanOrEqualTo(heir.fds.openCount());
        return heir;
    }

    /** Everything but descriptors, which are other numbers in another process. */
    private static void assertSameDevice(final ScriptedPeer peer, final ScriptedPeer heir) {
        assertThat(heir.device.features).isEqualTo(peer.device.features);
        assertThat(heir.device.running.keySet()).isEqualTo(peer.device.running.keySet());
        peer.device.running.forEach((ring, setup) -> assertThat(heir.device.running.get(ring))
                .usingRecursiveComparison()
                .ignoringFields("kickFd", "callFd")
                .isEqualTo(setup));
        peer.device.running.forEach((ring, setup) ->
                assertThat(heir.device.running.get(ring).callFd() >= 0).isEqualTo(setup.callFd() >= 0));
        assertThat(heir.device.table.stream().map(SharedRegion::region))
                .isEqualTo(peer.device.table.stream().map(SharedRegion::region).toList());
        final BackEndState here = heir.session.state();
        final BackEndState there = peer.session.state();
        assertThat(here.protocolFeatures()).isEqualTo(there.protocolFeatures());
        assertThat(here.status()).isEqualTo(there.status());
        assertThat(heir.session.record().orElseThrow().toBytes())
                .isEqualTo(peer.session.record().orElseThrow().toBytes());
    }

    @Test
    void shouldGoOnWithAGuestOfQemu() {
        final ScriptedPeer peer = qemu();
        final ScriptedPeer heir = heir(peer, peer.session.record().orElseThrow());

        assertThat(heir.device.running.keySet()).containsExactly(0, 1);
        assertSameDevice(peer, heir);
        // The front end notices nothing, and stops its rings as if nothing had been.
        heir.device.positions.put(1, new RingBase(0xabcd, 0));
        assertThat(heir.ask(FrontEndRequest.SET_STATUS, Wire.u64(0))).isZero();
        heir.send(FrontEndRequest.GET_VRING_BASE, Wire.state(1, 0));
        assertThat(heir.answer(FrontEndRequest.GET_VRING_BASE)).isEqualTo(0xabcdL << 32 | 1);
        heir.end();
        peer.end();
    }

    @ParameterizedTest
    @ValueSource(longs = {ScriptedPeer.SPLIT, ScriptedPeer.PACKED})
    void shouldGoOnWithSeveralQueues(final long features) {
        final ScriptedPeer peer = new ScriptedPeer().negotiate(features).share();
        for (int ring = 0; ring < 8; ring++) {
            if (ring != 5) {
                peer.send(FrontEndRequest.SET_VRING_ENABLE, Wire.state(ring, 1));
            }
            peer.start(ring);
        }
        final ScriptedPeer heir = heir(peer, peer.session.record().orElseThrow());

        assertThat(heir.device.running).hasSize(8);
        assertThat(heir.device.running.get(5).enabled()).isFalse();
        assertSameDevice(peer, heir);
        heir.end();
        peer.end();
    }

    @Test
    void shouldRecordNothingWhileAMessageIsUnderWay() {
        final ScriptedPeer peer =
                new ScriptedPeer().negotiate(ScriptedPeer.SPLIT).share().start(1);
        final byte[] message = Wire.message(FrontEndRequest.GET_FEATURES, Wire.PLAIN);
        assertThat(peer.session.record()).isPresent();

        peer.session.receive(ByteBuffer.wrap(message, 0, 5));
        assertThat(peer.session.record()).isEmpty();
        peer.session.receive(ByteBuffer.wrap(message, 5, message.length - 5));
        assertThat(peer.session.record()).as("its answer was not sent").isEmpty();
        assertThat(peer.session.poll()).isNotNull();
        assertThat(peer.session.record()).isPresent();

        peer.end();
        assertThat(peer.session.record()).as("it is over").isEmpty();
    }

    @Test
    void shouldRecordNothingBeforeARingHasStartedAndAfterAReset() {
        final ScriptedPeer peer = new ScriptedPeer()
                .negotiate(ScriptedPeer.SPLIT, ProtocolFeatures.SUPPORTED)
                .share();
        assertThat(peer.session.record()).isEmpty();
        peer.send(FrontEndRequest.SET_STATUS, Wire.u64(0xf));
        peer.start(0);
        assertThat(peer.session.record()).isPresent();

        peer.send(FrontEndRequest.SET_STATUS, Wire.u64(0));
        assertThat(peer.session.record())
                .as("its kick is there, and it does not run")
                .isEmpty();
        peer.end();
    }

    @Test
    void shouldEndWithoutALeakWhenTheDeviceRefusesToGoOn() {
        final ScriptedPeer peer = new ScriptedPeer()
                .negotiate(ScriptedPeer.SPLIT)
                .share()
                .start(0)
                .start(1);
        final SessionRecord record = peer.session.record().orElseThrow();
        for (final String unwilling : List.of("features", "memory", "startRing")) {
            final ScriptedPeer heir = new ScriptedPeer();
            heir.device.unwilling.add(unwilling);

            heir.session.resume(SessionRecord.of(record.toBytes(), heir.fds.open(record.fds().length))
                    .orElseThrow());
            assertThat(heir.session.ended()).as(unwilling).contains("this device will not");
            heir.end();
        }
        peer.end();
    }

    @Test
    void shouldTakeNothingThatIsNoWholeRecord() {
        final ScriptedPeer peer =
                new ScriptedPeer().negotiate(ScriptedPeer.SPLIT).share().start(0);
        final SessionRecord record = peer.session.record().orElseThrow();
        final byte[] bytes = record.toBytes();
        final int[] fds = new int[record.fds().length];

        assertThat(SessionRecord.of(bytes, fds)).isPresent();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(SessionRecord.of(Arrays.copyOf(bytes, length), fds))
                    .as("cut at %d", length)
                    .isEmpty();
        }
        assertThat(SessionRecord.of(Arrays.copyOf(bytes, bytes.length + 1), fds))
                .isEmpty();
        assertThat(SessionRecord.of(bytes, new int[fds.length - 1])).isEmpty();
        assertThat(SessionRecord.of(bytes, new int[fds.length + 1])).isEmpty();
        peer.end();
    }

    /** A record is trusted to be ours, not to be whole: whatever is in it, nothing is thrown and no descriptor leaks. */
    @Test
    void shouldBearRecordsWithBitsFlipped() {
        final ScriptedPeer peer = new ScriptedPeer()
                .negotiate(ScriptedPeer.PACKED)
                .share()
                .start(0)
                .start(1);
        final SessionRecord record = peer.session.record().orElseThrow();
        final Random random = new Random(20);
        int read = 0;
        for (int round = 0; round < 3000; round++) {
            final byte[] bytes = record.toBytes();
            for (int flip = 0; flip <= round % 3; flip++) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            final ScriptedPeer heir = new ScriptedPeer();
            final int[] fds = heir.fds.open(record.fds().length);
            final Optional<SessionRecord> flipped = SessionRecord.of(bytes, fds);
            if (flipped.isPresent()) {
                read++;
                heir.session.resume(flipped.get());
                heir.device.checkLent();
            } else {
                Arrays.stream(fds).forEach(heir.fds::close);
            }
            heir.end();
        }
        assertThat(read).isGreaterThan(1000);
        peer.end();
    }
}
