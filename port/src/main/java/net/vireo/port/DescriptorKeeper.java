// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

/**
 * Holds on to descriptors for the process that comes after this one: a TAP that was moved to a guest's namespace and
 * renamed there is found again by its descriptors only, and a guest whose connection stays open hears nothing of the
 * change. Any thread.
 */
public interface DescriptorKeeper {
    /** For a data plane without a parent: what only descriptors lead to is lost with it. */
    DescriptorKeeper NONE = new DescriptorKeeper() {
        @Override
        public int[] kept(final String name) {
            return new int[0];
        }

        @Override
        public void keep(final String name, final int... fds) {}

        @Override
        public void drop(final String name) {}
    };

    /**
     * The descriptors that were kept under a name, in their order; none when there are none.
     *
     * @return duplicates, for the caller to close
     */
    int[] kept(String name);

    /** Keeps duplicates of descriptors, in place of those kept before under this name. */
    void keep(String name, int... fds);

    /** Closes what was kept under a name. When this returns it is done. */
    void drop(String name);
}
