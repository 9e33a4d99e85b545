import { useEffect, useRef, useState } from "react";

/** Whether the element is on the screen or close to it: what is far away need not be read again, or even be there. */
export function useIsNear(margin = 200) {
  const ref = useRef<HTMLDivElement>(null);
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      (entries) => setIsNear(entries.at(-1)?.isIntersecting ?? false),
      { rootMargin: `${margin}px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [margin]);
  return [isNear, ref] as const;
}
