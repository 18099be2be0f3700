// SPDX-License-Identifier: Apache-2.0
/** rtnetlink: links, addresses, neighbours and routes. */
package net.vireo.linux.netlink;
