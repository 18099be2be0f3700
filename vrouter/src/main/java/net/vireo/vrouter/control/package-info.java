// SPDX-License-Identifier: Apache-2.0
/** The control socket: objects in, tables changed, objects out. */
package net.vireo.vrouter.control;
