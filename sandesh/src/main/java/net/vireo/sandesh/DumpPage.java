// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/**
 * The objects of one page of a dump, in the order of their keys. Offer objects from behind the request's marker on until
 * one does not fit; then the reply says that there is more (sheet vrouter-wire, section 3).
 */
public final class DumpPage {
    /** The payload of a page: what a tool's buffer of 4096 bytes leaves the original router for objects. */
    public static final int LIMIT_BYTES = 3968;

    private final ObjectWriter writer = new ObjectWriter();
    private int count;
    private boolean full;
    private boolean tooLong;

    /** An empty page. */
    public DumpPage() {}

    /**
     * Adds objects that belong together, all or none: an interface and its drop counters. Objects that do not even fit an
     * empty page can never be sent: the whole dump is then answered with -EMSGSIZE.
     *
     * @return false when they did not fit: stop here, the page is full
     */
    public boolean offer(final SandeshObject<?>... group) {
        if (full) {
            return false;
        }
        final int before = writer.lengthBytes();
        for (final SandeshObject<?> object : group) {
            writer.write(object);
        }
        if (writer.lengthBytes() > LIMIT_BYTES) {
            writer.truncate(before);
            full = true;
            tooLong = before == 0;
            return false;
        }
        count += group.length;
        return true;
    }

    /** Says that there are more objects behind this page, for a caller that stops before the page is full. */
    public void more() {
        full = true;
    }

    /** How many objects are in it. */
    public int count() {
        return count;
    }

    /** The code of the reply: the count, with {@link ResponseCode#MORE} when there are more. */
    int code() {
        if (tooLong) {
            return ResponseError.EMSGSIZE.code();
        }
        return full ? count | ResponseCode.MORE : count;
    }

    byte[] payload() {
        return writer.toBytes();
    }
}
