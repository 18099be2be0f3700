// SPDX-License-Identifier: Apache-2.0
/** The one downcall and what goes with it: call numbers, scratch memory. Not exported. */
package net.vireo.linux.sys;
