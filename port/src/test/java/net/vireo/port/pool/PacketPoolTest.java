// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.vireo.linux.memory.Memory;
import net.vireo.port.pool.PacketPool.Sizes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacketPoolTest {
    private final PacketPool pool = PacketPool.create(new Sizes(32, 16), false);
    private final PoolCache cache = pool.newCache(10);

    @AfterEach
    void unmap() {
        pool.close();
    }

    @Test
    void shouldHandOutEmptyPacketsBehindTheHeadroom() {
        final long small = cache.takeSmall();
        final long large = cache.takeLarge();
        assertThat(PacketRef.offset(small)).isEqualTo(128);
        assertThat(PacketRef.length(small)).isZero();
        assertThat(PacketRef.id(small)).isLessThan(32);
        assertThat(PacketRef.id(large)).isBetween(32, 47);
        assertThat(pool.dataAddress(small)).isEqualTo(pool.address(PacketRef.id(small)) + 128);
        assertThat(pool.dataLimit(PacketRef.id(small))).isGreaterThanOrEqualTo(128 + 2048);
        assertThat(pool.dataLimit(PacketRef.id(large))).isGreaterThanOrEqualTo(128 + 65536);
        assertThat(pool.contains(small)).isTrue();
    }

    @Test
    void shouldSpaceBuffersByAnOddNumberOfCacheLines() {
        assertThat(pool.address(0) % 64).isZero();
        assertThat((pool.address(1) - pool.address(0)) / 64 % 2).isOne();
        assertThat((pool.address(33) - pool.address(32)) / 64 % 2).isOne();
        assertThat(pool.address(32) - pool.address(31)).isEqualTo(PacketPool.SMALL_STRIDE_BYTES);
    }

    @Test
    void shouldGiveEachBufferBytesOfItsOwn() {
        for (int id = 0; id < pool.sizeCount(); id++) {
            Memory.fill(pool.address(id), pool.dataLimit(id), (byte) id);
        }
        for (int id = 0; id < pool.sizeCount(); id++) {
            assertThat(Memory.getByte(pool.address(id))).isEqualTo((byte) id);
            assertThat(Memory.getByte(pool.address(id) + pool.dataLimit(id) - 1))
                    .isEqualTo((byte) id);
        }
    }

    @Test
    void shouldRefuseTheSecondFreeAndLeaveTheNewOwnerAlone() {
        final long packet = cache.takeSmall();
        assertThat(cache.free(packet)).isTrue();
        assertThat(cache.free(packet)).isFalse();
        final long again = cache.takeSmall();
        assertThat(PacketRef.id(again)).isEqualTo(PacketRef.id(packet));
        assertThat(PacketRef.generation(again)).isEqualTo(PacketRef.generation(packet) + 1);
        assertThat(cache.free(packet)).as("stale").isFalse();
        assertThat(pool.contains(packet)).isFalse();
        assertThat(pool.contains(again)).isTrue();
        assertThat(pool.refusedFreeCount()).isEqualTo(2);
        assertThat(cache.free(again)).isTrue();
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldRefuseInventedReferences() {
        assertThat(cache.free(PoolCache.NONE)).isFalse();
        assertThat(cache.free(PacketRef.of(0, 48, 128, 60))).isFalse();
        assertThat(pool.reclaim(PacketRef.of(1, 0, 128, 60))).isFalse();
        assertThat(pool.contains(PoolCache.NONE)).isFalse();
        assertThat(pool.refusedFreeCount()).isEqualTo(3);
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldSurviveTheGenerationsWrap() {
        for (int i = 0; i < 1_000; i++) {
            final long packet = cache.takeSmall();
            assertThat(PacketRef.generation(packet)).isEqualTo(pool.generation(PacketRef.id(packet)));
            assertThat(cache.free(packet)).isTrue();
        }
    }

    @Test
    void shouldReturnNoneWhenExhaustedCountItAndRecover() {
        final long[] taken = new long[16];
        for (int i = 0; i < 16; i++) {
            taken[i] = cache.takeLarge();
            assertThat(taken[i]).isNotEqualTo(PoolCache.NONE);
        }
        assertThat(cache.takeLarge()).isEqualTo(PoolCache.NONE);
        assertThat(cache.take(4000)).isEqualTo(PoolCache.NONE);
        assertThat(pool.exhaustedCount()).isEqualTo(2);
        assertThat(cache.free(taken[7])).isTrue();
        assertThat(cache.take(4000)).isNotEqualTo(PoolCache.NONE);
        assertThat(pool.balance()).isEqualTo(new Balance(48, 32, 0, 16));
        assertThat(pool.balance().holds(16)).isTrue();
    }

    @Test
    void shouldChooseTheClassByLength() {
        assertThat(PacketRef.id(cache.take(2048))).isLessThan(32);
        assertThat(PacketRef.id(cache.take(2049))).isGreaterThanOrEqualTo(32);
        assertThat(cache.take(65537)).isEqualTo(PoolCache.NONE);
        for (int i = 0; i < 31; i++) {
            cache.takeSmall();
        }
        assertThat(PacketRef.id(cache.take(60))).as("small ones are out").isGreaterThanOrEqualTo(32);
    }

    @Test
    void shouldSeeALeakInTheBalance() {
        final long kept = cache.takeSmall();
        final long leaked = cache.takeSmall();
        assertThat(pool.balance().adds()).isTrue();
        assertThat(pool.balance().holds(2)).isTrue();
        cache.free(kept);
        // Nobody knows of the other one any more: held is 0, one is out.
        assertThat(pool.balance().holds(0)).isFalse();
        assertThat(pool.balance().leakedCount(0)).isOne();
        cache.free(leaked);
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldNotAddUpWhenABufferIsLostInsideThePool() {
        assertThat(new Balance(48, 32, 8, 8).adds()).isTrue();
        assertThat(new Balance(48, 32, 7, 8).adds()).isFalse();
        assertThat(new Balance(48, 32, 7, 8).holds(8)).isFalse();
    }

    @Test
    void shouldMoveBuffersFromTheLcoreThatFreesToTheOneThatTakes() {
        final PoolCache other = pool.newCache(11);
        for (int i = 0; i < 1_000; i++) {
            final long packet = cache.takeSmall();
            assertThat(packet).isNotEqualTo(PoolCache.NONE);
            assertThat(other.free(packet)).isTrue();
        }
        assertThat(pool.balance().holds(0)).isTrue();
        assertThat(other.cachedCount()).isPositive();
        other.flush();
        cache.flush();
        assertThat(pool.balance()).isEqualTo(new Balance(48, 48, 0, 0));
    }

    @Test
    void shouldTakeBackFromTheControlThread() {
        final long packet = cache.takeLarge();
        assertThat(pool.reclaim(packet)).isTrue();
        assertThat(cache.free(packet)).isFalse();
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldCopyIntoABufferOfItsOwn() {
        final long packet = PacketRef.resized(cache.takeSmall(), 100, 16);
        Memory.putLongBe(pool.dataAddress(packet), 0x0102_0304_0506_0708L);
        Memory.putLongBe(pool.dataAddress(packet) + 8, 0x1112_1314_1516_1718L);
        final long copy = cache.copy(packet);
        assertThat(PacketRef.id(copy)).isNotEqualTo(PacketRef.id(packet));
        assertThat(PacketRef.offset(copy)).isEqualTo(100);
        assertThat(PacketRef.length(copy)).isEqualTo(16);
        assertThat(Memory.getLongBe(pool.dataAddress(copy))).isEqualTo(0x0102_0304_0506_0708L);
        assertThat(Memory.getLongBe(pool.dataAddress(copy) + 8)).isEqualTo(0x1112_1314_1516_1718L);
        assertThat(cache.copy(PacketRef.resized(packet, 2000, 1000))).isEqualTo(PoolCache.NONE);
    }

    @Test
    void shouldServePacketsWhetherOrNotTheSystemHasHugepages() {
        try (PacketPool wanted = PacketPool.create(new Sizes(64, 0), true)) {
            final long address = wanted.address(63);
            Memory.putByte(address, (byte) 1);
            assertThat(Memory.getByte(address)).isEqualTo((byte) 1);
            assertThat(wanted.newCache(0).takeSmall()).isNotEqualTo(PoolCache.NONE);
        }
    }

    @Test
    void shouldServeAPoolWithoutBuffers() {
        try (PacketPool empty = PacketPool.create(new Sizes(0, 0), false)) {
            final PoolCache none = empty.newCache(0);
            assertThat(none.takeSmall()).isEqualTo(PoolCache.NONE);
            assertThat(none.takeLarge()).isEqualTo(PoolCache.NONE);
            assertThat(empty.balance().holds(0)).isTrue();
        }
    }

    @Test
    void shouldSayWhichSizesAreWrong() {
        assertThatThrownBy(() -> new Sizes(-1, 2)).hasMessageContaining("small -1, large 2");
        assertThatThrownBy(() -> new Sizes(1 << 20, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldCarryTheOffloadFlagThroughResizingAndCopying() {
        final long packet = PacketRef.withOffload(PacketRef.resized(cache.takeSmall(), 200, 100), true);
        pool.offload(PacketRef.id(packet), 0x1234_5678_9abcL);
        final long longest = PacketRef.resized(packet, 0xffff, PacketRef.MAX_LENGTH_BYTES);
        assertThat(PacketRef.hasOffload(longest)).isTrue();
        assertThat(PacketRef.length(longest)).isEqualTo(PacketRef.MAX_LENGTH_BYTES);
        assertThat(PacketRef.offset(longest)).isEqualTo(0xffff);
        assertThat(PacketRef.id(longest)).isEqualTo(PacketRef.id(packet));
        final long copy = cache.copy(packet);
        assertThat(PacketRef.hasOffload(copy)).isTrue();
        assertThat(pool.offload(PacketRef.id(copy))).isEqualTo(0x1234_5678_9abcL);
        cache.free(copy);
        cache.free(packet);
        final long again = cache.takeSmall();
        assertThat(PacketRef.id(again)).isEqualTo(PacketRef.id(packet));
        assertThat(PacketRef.hasOffload(again)).as("a stale word means nothing").isFalse();
    }
}
