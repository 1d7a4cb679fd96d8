// What a hosted model asks for so many frames. Pure.
import type { Model } from "../direction/capability";
import { clockAt, type Rate } from "../film/time";

/** Null where it is not hosted, or its price is not known. */
export function priceOf(model: Model, frames: number, rate: Rate): { readonly amount: number; readonly currency: string } | null {
  if (!model.price) return null;
  const each = Number(model.price.amount);
  if (!Number.isFinite(each)) return null;
  const times = model.price.unit === "second" ? clockAt(frames, rate) : model.price.unit === "frame" ? frames : 1;
  return { amount: each * times, currency: model.price.currency };
}
