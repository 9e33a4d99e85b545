import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { linkTarget } from "../../api/links";
import { Missing } from "../../parts/Notice";

/** Where a short link leads first: it becomes the page that it stands for. */
export function LinkPage() {
  const { view } = useParams({ strict: false }) as { view: string };
  const navigate = useNavigate();
  const target = useQuery({ queryKey: ["link", view], queryFn: () => linkTarget(view), retry: false });
  useEffect(() => {
    if (target.data) void navigate({ href: target.data, replace: true });
  }, [target.data, navigate]);
  return target.isError ? <Missing /> : null;
}
