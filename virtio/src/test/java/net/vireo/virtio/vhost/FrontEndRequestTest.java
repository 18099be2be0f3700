// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrontEndRequestTest {
    @Test
    void shouldFindEachByItsNumber() {
        for (int number = 1; number <= 43; number++) {
            assertThat(FrontEndRequest.of(number).number()).isEqualTo(number);
        }
        assertThat(FrontEndRequest.values()).hasSize(43);
    }

    @Test
    void shouldFindNoneByAnotherNumber() {
        assertThat(FrontEndRequest.of(0)).isNull();
        assertThat(FrontEndRequest.of(44)).isNull();
        assertThat(FrontEndRequest.of(-1)).isNull();
        assertThat(FrontEndRequest.of(Integer.MIN_VALUE)).isNull();
    }

    @Test
    void shouldNumberTheBackEndsRequests() {
        assertThat(BackEndRequest.values()).extracting(BackEndRequest::number).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void shouldLeaveNoPayloadLongerThanTheReaderTakes() {
        for (final FrontEndRequest request : FrontEndRequest.values()) {
            assertThat(request.minPayloadBytes()).isLessThanOrEqualTo(request.maxPayloadBytes());
            assertThat(request.maxPayloadBytes()).isLessThanOrEqualTo(MessageReader.MAX_PAYLOAD_BYTES);
        }
    }
}
