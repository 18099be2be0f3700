// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

/**
 * Where the error of an access to vanished memory arrives, if there was one. The JVM turns the SIGBUS of a raw access
 * into an InternalError, but throws it from compiled code only where that stops to ask for such things: on the way back
 * in a loop whose end the compiler cannot compute. That might be much later, in somebody else's code. So guest memory is
 * touched between two such loops, and buffers are taken and given back outside, where no error can be on its way.
 *
 * <p>Costs two or three nanoseconds, once or twice in a burst. One per thread that works on rings.
 */
final class FaultPoint {
    /** What HotSpot's messages have in common; other internal errors are real. */
    private static final String MESSAGE = "unsafe memory access";

    private volatile int step = 1;

    /** Throws the InternalError of an access before, if one is on its way. */
    void settle() {
        int left = 2;
        while (left > 0) {
            left -= step; // volatile: the number of rounds stays unknown, and every way back asks
        }
    }

    /** Whether an error tells of vanished memory. */
    static boolean isOne(final InternalError error) {
        return error.getMessage() != null && error.getMessage().contains(MESSAGE);
    }
}
