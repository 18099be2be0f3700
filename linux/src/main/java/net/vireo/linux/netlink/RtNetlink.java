// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

/** Skeleton: rtnetlink requests on one socket. */
public final class RtNetlink {
    RtNetlink() {}
}
